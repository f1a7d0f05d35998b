package io.weir.connector.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.LocalityAwareSplitAssigner;
import io.weir.fs.FileStatus;
import io.weir.fs.FileStatus.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FileSplitPlannerTest {
    @Property(tries = 500)
    void partsCoverTheFileWithoutGapsAndKeepWithinBlocks(
            @ForAll @IntRange(max = 5_000) int length,
            @ForAll @IntRange(min = 1, max = 999) int blockSize,
            @ForAll @IntRange(min = 1, max = 50) int least,
            @ForAll @IntRange(max = 500) int more,
            @ForAll @IntRange(min = 1, max = 8) int parallelism) {
        FileStatus file = file("f", length, blockSize, List.of("h"));
        List<FileSplit> splits = new FileSplitPlanner(least, least + more).plan(List.of(file), parallelism);
        long position = 0;
        for (FileSplit split : splits) {
            assertThat(split.offset()).isEqualTo(position);
            assertThat(split.length()).isLessThanOrEqualTo(least + more);
            assertThat(split.offset() / blockSize).isEqualTo((split.end() - 1) / blockSize);
            position = split.end();
        }
        assertThat(position).isEqualTo(length);
    }

    @Test
    void givesEveryReaderSomethingButNothingTooSmall() {
        FileStatus file = file("f", 100_000, 100_000, List.of());
        assertThat(new FileSplitPlanner(1_000, 1_000_000).plan(List.of(file), 5))
                .hasSize(20);
        assertThat(new FileSplitPlanner(50_000, 1_000_000).plan(List.of(file), 5))
                .hasSize(2);
        assertThat(new FileSplitPlanner(1_000, 2_000).plan(List.of(file), 5)).hasSize(50);
    }

    @Test
    void leavesWhatIsCompressedWhole() {
        FileStatus file = file("f.gz", 100_000, 10_000, List.of("a"));
        assertThat(new FileSplitPlanner(1, 1_000).plan(List.of(file), 5))
                .containsExactly(new FileSplit(0, "file:/f.gz", 0, FileSplit.TO_THE_END, List.of("a")));
    }

    @Test
    void readersGetTheirOwnHostsPartsFirst() {
        List<FileSplit> splits =
                List.of(split(0, "a.example.org", "b"), split(1, "b"), split(2, "b"), split(3), split(4, "10.1.2.3"));
        LocalityAwareSplitAssigner<FileSplit> assigner = new LocalityAwareSplitAssigner<>(splits);
        assertThat(assigner.next("A")).contains(splits.get(0));
        assertThat(assigner.next("b.example.org")).contains(splits.get(1));
        assertThat(assigner.next("10.1.2.3")).contains(splits.get(4));
        assertThat(assigner.waiting()).containsExactly(splits.get(2), splits.get(3));
        assertThat(assigner.next("10.9.9.9")).contains(splits.get(2));
        assertThat(assigner.next(null)).contains(splits.get(3));
        assertThat(assigner.next("b")).isEmpty();
        assertThat(assigner.local()).isEqualTo(3);
        assertThat(assigner.remote()).isEqualTo(1);
        assigner.add(List.of(splits.get(1)));
        assertThat(assigner.next("b")).contains(splits.get(1));
    }

    @Test
    void aStrangerTakesFromTheHostWithTheMostLeft() {
        LocalityAwareSplitAssigner<FileSplit> assigner =
                new LocalityAwareSplitAssigner<>(List.of(split(0, "a"), split(1, "b"), split(2, "b"), split(3, "b")));
        Map<String, Integer> left = new HashMap<>();
        for (String reader : List.of("c", "c", "a", "b")) {
            Optional<FileSplit> split = assigner.next(reader);
            left.merge(split.orElseThrow().hosts().get(0), 1, Integer::sum);
        }
        assertThat(left).isEqualTo(Map.of("a", 1, "b", 3));
        assertThat(assigner.local()).isEqualTo(2);
    }

    private static FileSplit split(int index, String... hosts) {
        return new FileSplit(index, "file:/f", index * 10L, 10, List.of(hosts));
    }

    private static FileStatus file(String name, int length, int blockSize, List<String> hosts) {
        List<Block> blocks = new ArrayList<>();
        for (int offset = 0; offset < length; offset += blockSize) {
            blocks.add(new Block(offset, Math.min(blockSize, length - offset), hosts));
        }
        return new FileStatus("file:/" + name, length, false, blocks);
    }
}

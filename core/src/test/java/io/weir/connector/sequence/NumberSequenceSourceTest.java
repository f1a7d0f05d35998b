package io.weir.connector.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.SourceHarness;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class NumberSequenceSourceTest {
    @Property(tries = 200)
    void emitsEachNumberOnceAtAnyParallelismAndAcrossRestores(
            @ForAll @LongRange(min = -1_000, max = 1_000) long from,
            @ForAll @IntRange(max = 3_000) int length,
            @ForAll @IntRange(min = 1, max = 7) int parallelism,
            @ForAll @IntRange(min = 1, max = 5) int restoreEvery)
            throws Exception {
        NumberSequenceSource source = new NumberSequenceSource(from, from + length);
        List<Long> emitted = new SourceHarness<>(source, parallelism)
                .restoreEvery(restoreEvery)
                .runAll();
        assertThat(emitted.stream().sorted().toList())
                .isEqualTo(LongStream.rangeClosed(from, from + length).boxed().toList());
    }

    @Test
    void everyReaderGetsAPartOfTheSameLength() throws Exception {
        List<List<Long>> emitted = new SourceHarness<>(new NumberSequenceSource(1, 1_000), 4).run();
        assertThat(emitted).allSatisfy(part -> assertThat(part).hasSize(250).isSorted());
    }

    @Test
    void dividesTheWholeRangeOfLongs() {
        List<NumberSequenceSplit> splits = new NumberSequenceSource(Long.MIN_VALUE, Long.MAX_VALUE).split(3);
        assertThat(splits).hasSize(3);
        assertThat(splits.get(0).from()).isEqualTo(Long.MIN_VALUE);
        assertThat(splits.get(2).to()).isEqualTo(Long.MAX_VALUE);
        for (int i = 1; i < 3; i++) {
            assertThat(splits.get(i).from()).isEqualTo(splits.get(i - 1).to() + 1);
        }
    }

    @Test
    void endsAtTheLargestLong() throws Exception {
        NumberSequenceSource source = new NumberSequenceSource(Long.MAX_VALUE - 1_000, Long.MAX_VALUE);
        List<Long> emitted = new SourceHarness<>(source, 1).restoreEvery(1).runAll();
        assertThat(emitted).hasSize(1_001).endsWith(Long.MAX_VALUE);
    }

    @Test
    void refusesARangeThatGoesDown() {
        assertThatThrownBy(() -> new NumberSequenceSource(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 2 to 1");
    }

    @Test
    void theStateOfTheEnumeratorReadsBack() throws Exception {
        NumberSequenceSource source = new NumberSequenceSource(1, 10);
        SimpleVersionedSerializer<List<NumberSequenceSplit>> serializer = source.getEnumeratorCheckpointSerializer();
        List<NumberSequenceSplit> splits = source.split(3);
        assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(splits)))
                .isEqualTo(splits);
        assertThatThrownBy(() -> serializer.deserialize(9, serializer.serialize(splits)))
                .hasMessageContaining("version 9");
    }
}

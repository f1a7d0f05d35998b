package io.weir.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemoryManager;
import io.weir.tuple.Tuple;
import io.weir.tuple.Tuple1;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SerializedSolutionTest {
    private static final TypeInformation<Tuple2<Long, String>> TYPE = Types.TUPLE(Types.LONG, Types.STRING);
    private static final int PAGES = 4;

    private final Path directory = directory();
    private final MemoryManager memory = MemoryManager.onHeap(64 << 15);

    private static Path directory() {
        try {
            return Files.createTempDirectory("solution");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SolutionKeys<Tuple, Tuple2<Long, String>> keys() {
        Keying<Tuple2<Long, String>, Tuple> keying = FieldKeys.at(TYPE, 0);
        return new SolutionKeys<>(keying, TYPE);
    }

    private SerializedSolution<Tuple, Tuple2<Long, String>> solution(int pages) {
        return new SerializedSolution<>(
                keys(), new MemoryBudget(memory, pages), directory, SerializedSolutionTest.class.getClassLoader());
    }

    private static Tuple key(long key) {
        return Tuple1.of(key);
    }

    private static String text(Random random, int most) {
        return "x".repeat(random.nextInt(most)) + random.nextInt(1_000);
    }

    private static void check(
            SerializedSolution<Tuple, Tuple2<Long, String>> solution, Map<Long, String> expected, long most)
            throws Exception {
        SolutionView<Tuple, Tuple2<Long, String>> view = solution.view(keys());
        for (long key = 0; key < most; key++) {
            Tuple2<Long, String> found = view.get(key(key));
            assertThat(found == null ? null : found.f1).isEqualTo(expected.get(key));
        }
        List<Tuple2<Long, String>> all = new ArrayList<>();
        solution.records().forEachRemaining(all::add);
        Map<Long, String> found = new HashMap<>();
        all.forEach(record -> found.put(record.f0, record.f1));
        assertThat(all).hasSize(expected.size());
        assertThat(found).isEqualTo(expected);
    }

    /** In memory, and with most of it on disk; rows of other lengths, so that some are moved. */
    @Property(tries = 30)
    void holdsTheLastRecordOfEachKey(
            @ForAll long seed, @ForAll @IntRange(max = 2_000) int puts, @ForAll @IntRange(min = 1, max = 600) int most)
            throws Exception {
        Random random = new Random(seed);
        Map<Long, String> expected = new HashMap<>();
        try (SerializedSolution<Tuple, Tuple2<Long, String>> solution = solution(random.nextInt(1, 12))) {
            for (int i = 0; i < puts; i++) {
                long key = random.nextInt(700);
                String text = text(random, most);
                expected.put(key, text);
                solution.put(Tuple2.of(key, text));
            }
            check(solution, expected, 701);
        }
        assertThat(memory.used()).isZero();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    /** More is written than there is room for, but not more is there at a time: unused room is used again. */
    @Test
    void memoryIsUsedAgain() throws Exception {
        Random random = new Random(1);
        Map<Long, String> expected = new HashMap<>();
        try (SerializedSolution<Tuple, Tuple2<Long, String>> solution = solution(48)) {
            for (int i = 0; i < 40_000; i++) {
                long key = i % 1_000;
                String text = text(random, 500);
                expected.put(key, text);
                solution.put(Tuple2.of(key, text));
            }
            assertThat(solution.spilledBytes()).isZero();
            check(solution, expected, 1_000);
        }
    }

    /** The file does not grow for ever. */
    @Test
    void theFileIsUsedAgain() throws Exception {
        Random random = new Random(1);
        Map<Long, String> expected = new HashMap<>();
        try (SerializedSolution<Tuple, Tuple2<Long, String>> solution = solution(PAGES)) {
            for (int i = 0; i < 40_000; i++) {
                long key = i % 1_000;
                String text = text(random, 500);
                expected.put(key, text);
                solution.put(Tuple2.of(key, text));
            }
            check(solution, expected, 1_000);
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> list = files.toList();
                assertThat(list).hasSize(1);
                assertThat(Files.size(list.get(0))).isLessThan(3 << 20);
            }
            assertThat(solution.spilledBytes()).isGreaterThan(5 << 20);
        }
    }

    @Test
    void recordsOfTheSameLengthStayWhereTheyAre() throws Exception {
        Map<Long, String> expected = new HashMap<>();
        try (SerializedSolution<Tuple, Tuple2<Long, String>> solution = solution(PAGES)) {
            for (int i = 0; i < 100_000; i++) {
                long key = i % 1_000;
                String text = "value-" + (100_000 + i);
                expected.put(key, text);
                solution.put(Tuple2.of(key, text));
            }
            assertThat(solution.spilledBytes()).isZero();
            check(solution, expected, 1_000);
        }
    }

    @Test
    void aRowMayBeLargerThanAPage() throws Exception {
        Map<Long, String> expected = new HashMap<>();
        for (int pages : new int[] {1, 32}) {
            try (SerializedSolution<Tuple, Tuple2<Long, String>> solution = solution(pages)) {
                for (long key = 0; key < 3; key++) {
                    expected.put(key, "long".repeat(50_000) + key);
                    solution.put(Tuple2.of(key, expected.get(key)));
                }
                check(solution, expected, 4);
            }
        }
    }
}

package io.weir.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.Collector;
import io.weir.functions.FlatJoinFunction;
import io.weir.plan.CoKeying;
import io.weir.plan.JoinType;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.memory.MemoryManager;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.io.IOException;
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

/** Joins in little memory, against nested loops over lists. */
class HashJoinTest {
    private static final TypeInformation<Tuple2<String, Integer>> BUILD = Types.TUPLE(Types.STRING, Types.INT);
    private static final TypeInformation<Tuple3<Integer, String, String>> PROBE =
            Types.TUPLE(Types.INT, Types.STRING, Types.STRING);
    private static final CoKeying<String, Tuple2<String, Integer>, Tuple3<Integer, String, String>> KEYING =
            new CoKeying<>(record -> record.f0, record -> record.f1, Types.STRING);

    private Random random = new Random(7);
    private final List<Tuple2<String, Integer>> build = new ArrayList<>();
    private final List<Tuple3<Integer, String, String>> probe = new ArrayList<>();
    private final List<String> found = new ArrayList<>();

    /** Many keys or few, all alike or not, some of them with equal hashes. */
    private String key(int keys, int skew) {
        if (random.nextInt(100) < skew) {
            return "often";
        }
        int number = random.nextInt(keys);
        return number % 5 == 0
                ? "Aa".repeat(3) + number
                : number % 5 == 1 ? "BB".repeat(3) + (number - 1) : "key" + number;
    }

    private void fill(int builds, int probes, int keys, int skew) {
        String padding = "x".repeat(random.nextInt(200));
        for (int i = 0; i < builds; i++) {
            build.add(Tuple2.of(key(keys, skew), i));
        }
        for (int i = 0; i < probes; i++) {
            probe.add(Tuple3.of(i, key(keys, skew / 2), padding));
        }
    }

    private static String pair(Tuple2<String, Integer> one, Tuple3<Integer, String, String> other) {
        return (one == null ? null : one.f1) + "|" + (other == null ? null : other.f0);
    }

    private List<String> nestedLoops(JoinType type) {
        Map<String, List<Tuple2<String, Integer>>> byKey = new HashMap<>();
        build.forEach(
                one -> byKey.computeIfAbsent(one.f0, none -> new ArrayList<>()).add(one));
        Map<String, Boolean> met = new HashMap<>();
        List<String> expected = new ArrayList<>();
        for (Tuple3<Integer, String, String> other : probe) {
            List<Tuple2<String, Integer>> matches = byKey.getOrDefault(other.f1, List.of());
            met.put(other.f1, true);
            matches.forEach(one -> expected.add(pair(one, other)));
            if (matches.isEmpty() && type.keepsSecond()) {
                expected.add(pair(null, other));
            }
        }
        build.stream()
                .filter(one -> type.keepsFirst() && !met.containsKey(one.f0))
                .forEach(one -> expected.add(pair(one, null)));
        return expected;
    }

    /** Changes what it gets, so that a record that is given twice would show. */
    private void take(Tuple2<String, Integer> one, Tuple3<Integer, String, String> other, Collector<String> out) {
        out.collect(pair(one, other));
        if (one != null) {
            one.f1 = -1;
            one.f0 = "changed";
        }
        if (other != null) {
            other.f0 = -1;
            other.f1 = "changed";
        }
    }

    private <T> RecordFormat<T> format(TypeInformation<T> type, Path directory) {
        return new RecordFormat<>(type.createSerializer(), directory, getClass().getClassLoader());
    }

    private long join(JoinType type, int pages) throws Exception {
        MemoryManager memory = MemoryManager.direct((long) pages << 15);
        Path directory = Files.createTempDirectory("join");
        FlatJoinFunction<Tuple2<String, Integer>, Tuple3<Integer, String, String>, String> function = this::take;
        Collector<String> collector = new Collector<>() {
            @Override
            public void collect(String value) {
                found.add(value);
            }

            @Override
            public void close() {}
        };
        long spilled;
        try (HashJoin<String, Tuple2<String, Integer>, Tuple3<Integer, String, String>, String> join = new HashJoin<>(
                new HashJoin.Work<>(KEYING, type, function, format(BUILD, directory), format(PROBE, directory)),
                collector,
                new ManagedMemory(memory, pages, directory),
                1)) {
            int early = random.nextBoolean() ? 0 : random.nextInt(probe.size() + 1);
            for (int i = 0; i < early; i++) {
                join.probe(probe.get(i).copy());
            }
            for (Tuple2<String, Integer> record : build) {
                join.build(record.copy());
            }
            join.endBuild();
            Object[] records = probe.toArray();
            for (int i = early; i < records.length; i++) {
                if (random.nextInt(10) == 0) {
                    join.expect(records, i, Math.min(records.length, i + 40));
                }
                join.probe(probe.get(i).copy());
            }
            join.finish();
            spilled = join.spilledBytes();
        }
        assertThat(memory.used()).isZero();
        assertNothingIsLeft(directory);
        return spilled;
    }

    private static void assertNothingIsLeft(Path directory) throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    private void check(JoinType type) {
        List<String> expected = nestedLoops(type);
        expected.sort(null);
        found.sort(null);
        assertThat(found).isEqualTo(expected);
    }

    @Property(tries = 120)
    void joinsAreThoseOfNestedLoops(
            @ForAll long seed, @ForAll JoinType type, @ForAll @IntRange(min = 0, max = 60) int pages) throws Exception {
        random = new Random(seed);
        build.clear();
        probe.clear();
        found.clear();
        boolean many = random.nextBoolean();
        int builds = random.nextInt(many ? 10_000 : 100);
        int probes = random.nextInt(many ? 10_000 : 100);
        int keys = 1 + builds / (1 + random.nextInt(3)) + probes / 4;
        // Above a few per cent, there would be millions of pairs.
        fill(builds, probes, keys, many ? random.nextInt(3) : random.nextInt(100));
        join(type, Math.max(5, pages));
        check(type);
    }

    /** What hashes do not tell apart is sorted, and what is still one group goes through disk in blocks. */
    @Test
    void joinsRecordsOfOneKeyThatDoNotFitIntoMemory() throws Exception {
        fill(20_000, 40, 1, 100);
        fill(3_000, 3_000, 3_000, 0);
        assertThat(join(JoinType.FULL_OUTER, 12)).isGreaterThan(100_000);
        check(JoinType.FULL_OUTER);
    }

    @Test
    void spillsNothingThatFits() throws Exception {
        fill(3_000, 30_000, 3_000, 0);
        assertThat(join(JoinType.LEFT_OUTER, 100)).isZero();
        check(JoinType.LEFT_OUTER);
    }

    @Test
    void findsWhatIsExpectedInMemoryAndOnDisk() throws Exception {
        fill(40_000, 40_000, 60_000, 0);
        assertThat(join(JoinType.FULL_OUTER, 60)).isPositive();
        check(JoinType.FULL_OUTER);
        found.clear();
        assertThat(join(JoinType.RIGHT_OUTER, 300)).isZero();
        check(JoinType.RIGHT_OUTER);
    }

    @Test
    void leavesNothingBehindIfItFails() throws Exception {
        fill(5_000, 5_000, 5_000, 0);
        MemoryManager memory = MemoryManager.direct(8L << 15);
        Path directory = Files.createTempDirectory("join");
        for (int stage = 0; stage < 3; stage++) {
            HashJoin<String, Tuple2<String, Integer>, Tuple3<Integer, String, String>, String> join = new HashJoin<>(
                    new HashJoin.Work<>(
                            KEYING,
                            JoinType.INNER,
                            (one, other, out) -> {},
                            format(BUILD, directory),
                            format(PROBE, directory)),
                    null,
                    new ManagedMemory(memory, 8, directory),
                    1);
            for (Tuple2<String, Integer> record : build) {
                join.build(record);
            }
            if (stage > 0) {
                for (Tuple3<Integer, String, String> record : probe) {
                    join.probe(record);
                }
            }
            if (stage > 1) {
                join.endBuild();
            }
            join.close();
            assertThat(memory.used()).isZero();
            assertNothingIsLeft(directory);
        }
    }
}

package io.weir.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.KeySelector;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemoryManager;
import io.weir.runtime.operators.Output;
import io.weir.tuple.Tuple;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Aggregations with little heap and little managed memory, against maps. */
class HashAggregationTest {
    private static final TypeInformation<Tuple2<String, String>> TYPE = Types.TUPLE(Types.STRING, Types.STRING);
    private static final Keying<Tuple2<String, String>, String> BY_KEY =
            new Keying<>(record -> record.f0, Types.STRING);

    /** Neither commutative nor associative, so that the order shows and how records were brought together; may be in place. */
    private static Tuple2<String, String> append(
            boolean inPlace, Tuple2<String, String> kept, Tuple2<String, String> value) {
        String text = "(" + kept.f1 + value.f1 + ")";
        if (inPlace) {
            kept.f1 = text;
            return kept;
        }
        return Tuple2.of(kept.f0, text);
    }

    private static long aggregate(
            List<Tuple2<String, String>> records, long heapBytes, int pages, boolean inPlace, List<String> results)
            throws Exception {
        MemoryManager memory = MemoryManager.direct((long) pages << 15);
        Path directory = Files.createTempDirectory("aggregation");
        long spilled;
        try (HashAggregation<String, Tuple2<String, String>> aggregation = new HashAggregation<>(
                AggregationTable.Work.of(
                        BY_KEY,
                        (kept, value) -> append(inPlace, kept, value),
                        new RecordFormat<>(
                                TYPE.createSerializer(), directory, HashAggregationTest.class.getClassLoader()),
                        TYPE),
                heapBytes,
                new MemoryBudget(memory, pages))) {
            for (Tuple2<String, String> record : records) {
                Tuple2<String, String> copy = record.copy();
                aggregation.add(copy.f0, copy);
                copy.f1 = "changed by whoever else has it";
            }
            aggregation.finish(new Results<>(record -> results.add(record.toString())));
            spilled = aggregation.spilledBytes();
        }
        assertThat(memory.used()).isZero();
        assertNothingIsLeft(directory);
        return spilled;
    }

    private static <N> long sums(
            TypeInformation<N> keys, List<Tuple2<N, Long>> records, long heapBytes, Map<N, Long> results)
            throws Exception {
        MemoryManager memory = MemoryManager.direct(4 << 15);
        Path directory = Files.createTempDirectory("aggregation");
        TypeInformation<Tuple2<N, Long>> type = Types.TUPLE(keys, Types.LONG);
        Keying<Tuple2<N, Long>, Tuple> keying = FieldKeys.bare(FieldKeys.at(type, 0));
        long spilled;
        try (HashAggregation<Tuple, Tuple2<N, Long>> aggregation = new HashAggregation<>(
                AggregationTable.Work.of(
                        keying,
                        (kept, value) -> Tuple2.of(kept.f0, 3 * kept.f1 + value.f1),
                        new RecordFormat<>(
                                type.createSerializer(), directory, HashAggregationTest.class.getClassLoader()),
                        type),
                heapBytes,
                new MemoryBudget(memory, 4))) {
            for (Tuple2<N, Long> record : records) {
                // The compiler takes the only field for the tuple that the program's key is.
                addSum(aggregation, ((KeySelector<Tuple2<N, Long>, ?>) keying.selector()).getKey(record), record);
            }
            aggregation.finish(new Results<>(
                    record -> assertThat(results.put(record.f0, record.f1)).isNull()));
            spilled = aggregation.spilledBytes();
        }
        assertThat(memory.used()).isZero();
        assertNothingIsLeft(directory);
        return spilled;
    }

    @SuppressWarnings("unchecked") // the key is the one that the aggregation knows
    private static <K, T> void addSum(HashAggregation<K, T> aggregation, Object key, T record) throws Exception {
        aggregation.expect((K) key);
        aggregation.add((K) key, record);
    }

    private static <N> void rowsGoToDiskToo(TypeInformation<N> keys, LongFunction<N> key) throws Exception {
        List<Tuple2<N, Long>> records = new ArrayList<>();
        Map<N, Long> expected = new TreeMap<>();
        for (long i = 0; i < 100_000; i++) {
            records.add(Tuple2.of(key.apply(i % 50_000), i));
            expected.merge(key.apply(i % 50_000), i, (kept, added) -> 3 * kept + added);
        }
        Map<N, Long> results = new TreeMap<>();
        assertThat(sums(keys, records, 20 << 20, results)).isZero();
        assertThat(results).isEqualTo(expected);
        results.clear();
        assertThat(sums(keys, records, 1 << 20, results)).isGreaterThan(100_000);
        assertThat(results).isEqualTo(expected);
    }

    @Test
    void rowsOfNumbersGoToDiskToo() throws Exception {
        rowsGoToDiskToo(Types.LONG, number -> number << 20);
    }

    @Test
    void rowsWithTextsBesideThemGoToDiskToo() throws Exception {
        rowsGoToDiskToo(Types.STRING, number -> (number % 2 == 0 ? "Aa" : "BB") + number / 2);
    }

    private static void assertNothingIsLeft(Path directory) throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    private static final class Results<T> extends Output<T> {
        private final Consumer<T> results;

        Results(Consumer<T> results) {
            this.results = results;
        }

        @Override
        public void collect(T value, long timestamp) {
            results.accept(value);
        }

        @Override
        public void watermark(long timestamp) {}

        @Override
        public void idle(boolean idle) {}
    }

    private static List<String> expected(List<Tuple2<String, String>> records) {
        Map<String, Tuple2<String, String>> byKey = new TreeMap<>();
        records.forEach(record -> byKey.merge(record.f0, record, (one, other) -> append(false, one, other)));
        return byKey.values().stream().map(Tuple2::toString).sorted().toList();
    }

    @Property(tries = 150)
    void areThoseOfAMap(
            @ForAll long seed, @ForAll @IntRange(max = 40) int pages, @ForAll @IntRange(max = 400_000) int heapBytes)
            throws Exception {
        Random random = new Random(seed);
        int count = random.nextInt(random.nextBoolean() ? 6_000 : 50);
        int keys = 1 + count / (1 + random.nextInt(4));
        List<Tuple2<String, String>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = random.nextInt(random.nextInt(8) == 0 ? 1 + keys / 50 : keys);
            // Each three of them have one hash.
            String key = List.of("AaAa", "BBBB", "AaBB").get(number % 3) + number / 3;
            records.add(Tuple2.of(key, String.valueOf((char) ('a' + i % 26))));
        }
        List<String> results = new ArrayList<>();
        aggregate(records, heapBytes, pages, random.nextBoolean(), results);
        results.sort(null);
        assertThat(results).isEqualTo(expected(records));
    }

    @Test
    void goesToDiskOnlyBeyondItsMemory() throws Exception {
        List<Tuple2<String, String>> records = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            records.add(Tuple2.of("key" + i % 20_000, "" + i));
        }
        assertThat(aggregate(records, 10 << 20, 4, false, new ArrayList<>())).isZero();
        assertThat(aggregate(records, 1 << 20, 100, false, new ArrayList<>())).isZero();
        List<String> results = new ArrayList<>();
        assertThat(aggregate(records, 1 << 20, 4, false, results)).isGreaterThan(50_000);
        results.sort(null);
        assertThat(results).isEqualTo(expected(records));
    }
}

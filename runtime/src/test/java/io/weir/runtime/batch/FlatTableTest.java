package io.weir.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.tuple.Tuple;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Tables of rows of a known length, with keys in them or beside them, against maps. */
class FlatTableTest {
    private static final Path NOWHERE = Path.of("nowhere");
    private static final ClassLoader LOADER = FlatTableTest.class.getClassLoader();

    private static <N extends Number> AggregationTable.Work<Tuple, Tuple2<N, Long>> sums(
            TypeInformation<Tuple2<N, Long>> type, boolean inPlace) {
        Keying<Tuple2<N, Long>, Tuple> keying = FieldKeys.bare(FieldKeys.at(type, 0));
        return AggregationTable.Work.of(
                keying,
                (kept, value) -> {
                    if (inPlace) {
                        kept.f1 = 3 * kept.f1 + value.f1;
                        return kept;
                    }
                    return Tuple2.of(kept.f0, 3 * kept.f1 + value.f1);
                },
                new RecordFormat<>(type.createSerializer(), NOWHERE, LOADER),
                type);
    }

    private static <K, T> FlatTable<K, T> newTable(AggregationTable.Work<K, T> work, int mostBytes) {
        return new FlatTable<>(work, work.rowSize(1 << 20), 1, mostBytes);
    }

    private static long keyOf(Random random, int keys) {
        long number = random.nextInt(keys);
        return switch (random.nextInt(3)) {
            case 0 -> number;
            case 1 -> -number << 32; // many of them have few hashes
            default -> Long.MIN_VALUE + number * 0x100000001L;
        };
    }

    @Property(tries = 300)
    void holdWhatMapsHold(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int keys, @ForAll boolean inPlace)
            throws Exception {
        Random random = new Random(seed);
        TypeInformation<Tuple2<Long, Long>> type = Types.TUPLE(Types.LONG, Types.LONG);
        int mostBytes = random.nextBoolean() ? FlatTable.MOST_BYTES : 25 * random.nextInt(1, 2 * keys + 2);
        FlatTable<Tuple, Tuple2<Long, Long>> table = newTable(sums(type, inPlace), mostBytes);
        Map<Long, Long> expected = new HashMap<>();
        for (int i = 0; i < 5_000; ) {
            Object[] values = new Object[1 + random.nextInt(AggregationTable.EXPECTED)];
            for (int j = 0; j < values.length; j++) {
                Long key = random.nextInt(50) == 0 ? null : keyOf(random, keys);
                long value = i++;
                values[j] = Tuple2.of(key, value);
                expected.merge(key, value, (kept, added) -> 3 * kept + added);
            }
            add(table, values, random.nextBoolean());
        }
        assertThat(table.size()).isEqualTo(expected.size());
        assertThat(contents(table)).isEqualTo(expected);
    }

    @SuppressWarnings("unchecked") // the values are of this type
    private static <K, T> void add(AggregationTable<K, T> table, Object[] values, boolean together) throws Exception {
        int found = together ? table.expect(values, values.length) : 0;
        for (int i = 0; i < values.length; i++) {
            T value = (T) values[i];
            if (i < found) {
                table.addExpected(i, value);
            } else {
                K key = table.selector.getKey(value);
                table.fetch(key);
                table.add(key, value);
            }
        }
    }

    private static <N extends Number> Map<N, Long> contents(FlatTable<Tuple, Tuple2<N, Long>> table) throws Exception {
        Map<N, Long> contents = new HashMap<>();
        table.forEach(value -> assertThat(contents.put(value.f0, value.f1)).isNull());
        return contents;
    }

    @Test
    void tellIntegersApart() throws Exception {
        TypeInformation<Tuple2<Integer, Long>> type = Types.TUPLE(Types.INT, Types.LONG);
        AggregationTable.Work<Tuple, Tuple2<Integer, Long>> work = sums(type, false);
        FlatTable<Tuple, Tuple2<Integer, Long>> table = newTable(work, FlatTable.MOST_BYTES);
        for (int key : List.of(-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, -1)) {
            add(table, new Object[] {Tuple2.of(key, 1L)}, false);
        }
        assertThat(contents(table)).isEqualTo(Map.of(-1, 4L, Integer.MAX_VALUE, 1L, Integer.MIN_VALUE, 1L, 0, 1L));
    }

    /** A record with a key of several fields, among others. */
    record Visit(String country, long count, Long minutes, String city) {}

    private static String text(Random random, int keys) {
        int number = random.nextInt(keys);
        // Each two of them have one hash; a few characters are wide.
        String text = (number % 2 == 0 ? "Aa" : "BB") + number / 2;
        return random.nextInt(50) == 0 ? null : number % 7 == 0 ? text + "\u20ac" : text;
    }

    @Property(tries = 300)
    void keepTextsThatAreKeysBesideTheRows(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int keys, @ForAll boolean named)
            throws Exception {
        Random random = new Random(seed);
        TypeInformation<Visit> type = TypeInformation.of(Visit.class);
        Keying<Visit, Tuple> keying =
                named ? FieldKeys.named(type, "city", "country") : FieldKeys.bare(FieldKeys.named(type, "city"));
        AggregationTable.Work<Tuple, Visit> work = AggregationTable.Work.of(
                keying,
                (kept, value) -> new Visit(
                        kept.country(),
                        3 * kept.count() + value.count(),
                        value.minutes() == null ? kept.minutes() : value.minutes(),
                        value.city()),
                new RecordFormat<>(type.createSerializer(), NOWHERE, LOADER),
                type);
        int mostBytes = random.nextBoolean() ? FlatTable.MOST_BYTES : 25 * random.nextInt(1, 2 * keys + 2);
        AggregationTable<Tuple, Visit> table =
                named ? newTable(work, mostBytes) : work.newTable(work.rowSize(1 << 20), 1);
        assertThat(table instanceof FlatTable).isEqualTo(named); // the country is no part of the other key
        Map<Object, Visit> expected = new HashMap<>();
        for (int i = 0; i < 3_000; ) {
            Object[] values = new Object[1 + random.nextInt(AggregationTable.EXPECTED)];
            for (int j = 0; j < values.length; j++) {
                Visit visit = new Visit(
                        text(random, named ? 3 : 2), i++, random.nextBoolean() ? null : (long) i, text(random, keys));
                values[j] = visit;
                Object key = keyOf(visit, keying);
                Visit kept = expected.get(key);
                expected.put(key, kept == null ? visit : work.reducer().reduce(kept, visit));
            }
            add(table, values, random.nextBoolean());
        }
        assertThat(table.size()).isEqualTo(expected.size());
        Map<Object, Visit> contents = new HashMap<>();
        table.forEach(
                visit -> assertThat(contents.put(keyOf(visit, keying), visit)).isNull());
        assertThat(contents).isEqualTo(expected);
    }

    private static <K, T> Object keyOf(T record, Keying<T, K> keying) throws Exception {
        return keying.selector().getKey(record);
    }

    @Test
    void holdWhatFunctionsHaveMadeOfKeys() throws Exception {
        TypeInformation<Tuple2<String, Long>> type = Types.TUPLE(Types.STRING, Types.LONG);
        AggregationTable.Work<Tuple, Tuple2<String, Long>> work = AggregationTable.Work.of(
                FieldKeys.bare(FieldKeys.at(type, 0)),
                (kept, value) ->
                        Tuple2.of(value.f1 == 13 ? "other" : value.f1 == 26 ? null : kept.f0, kept.f1 + value.f1),
                new RecordFormat<>(type.createSerializer(), NOWHERE, LOADER),
                type);
        FlatTable<Tuple, Tuple2<String, Long>> table = newTable(work, FlatTable.MOST_BYTES);
        List<Tuple2<String, Long>> records = new ArrayList<>();
        for (long i = 0; i < 40; i++) {
            records.add(Tuple2.of(i % 4 == 3 ? null : "key" + i % 4, i));
        }
        records.add(Tuple2.of("new", 1L));
        add(table, records.subList(0, 20).toArray(), false);
        add(table, records.subList(20, 41).toArray(), true);
        List<String> contents = new ArrayList<>();
        table.forEach(value -> contents.add(value.toString()));
        assertThat(contents)
                .containsExactlyInAnyOrder("(key0,180)", "(other,190)", "(null,200)", "(null,210)", "(new,1)");
        assertThat(table.size()).isEqualTo(5);
    }

    @Test
    void areForKnownLengthsOnlyBesideTheKey() {
        assertThat(table(Types.LONG, Types.TUPLE(Types.LONG, Types.DOUBLE))).isInstanceOf(FlatTable.class);
        assertThat(table(Types.INT, Types.TUPLE(Types.INT, Types.LONG))).isInstanceOf(FlatTable.class);
        assertThat(table(Types.STRING, Types.TUPLE(Types.LONG, Types.DOUBLE))).isInstanceOf(FlatTable.class);
        assertThat(table(Types.LONG, Types.TUPLE(Types.LONG, Types.STRING))).isInstanceOf(ObjectTable.class);
        assertThat(table(Types.STRING, Types.TUPLE(Types.STRING, Types.LONG))).isInstanceOf(ObjectTable.class);
        assertThat(tableByFields(Types.TUPLE(Types.STRING, Types.LONG), 0)).isInstanceOf(FlatTable.class);
        assertThat(tableByFields(Types.TUPLE(Types.STRING, Types.STRING, Types.INT), 1, 0))
                .isInstanceOf(FlatTable.class);
        assertThat(tableByFields(Types.TUPLE(Types.STRING, Types.STRING, Types.INT), 1))
                .isInstanceOf(ObjectTable.class);
        // Whoever has such a key could change it.
        assertThat(tableByFields(Types.TUPLE(Types.TUPLE(Types.STRING, Types.INT), Types.INT), 0))
                .isInstanceOf(ObjectTable.class);
    }

    private static <T> AggregationTable<Tuple, T> tableByFields(TypeInformation<T> records, int... fields) {
        return table(FieldKeys.at(records, fields), records);
    }

    private static <K, T> AggregationTable<K, T> table(TypeInformation<K> keys, TypeInformation<T> records) {
        return table(new Keying<>(record -> null, keys), records);
    }

    private static <K, T> AggregationTable<K, T> table(Keying<T, K> keying, TypeInformation<T> records) {
        AggregationTable.Work<K, T> work = AggregationTable.Work.of(
                keying,
                (kept, value) -> value,
                new RecordFormat<>(records.createSerializer(), NOWHERE, LOADER),
                records);
        return work.newTable(work.rowSize(1 << 20), 1);
    }

    @Test
    void aRecordWhoseKeyFailsAndThoseBehindItAreLeftToBeAdded() {
        List<Long> asked = new ArrayList<>();
        AggregationTable.Work<Long, Long> work = AggregationTable.Work.of(
                new Keying<>(
                        value -> {
                            asked.add(value);
                            return 12 / value;
                        },
                        Types.LONG),
                Long::sum,
                new RecordFormat<>(Types.LONG.createSerializer(), NOWHERE, LOADER),
                Types.LONG);
        FlatTable<Long, Long> table = newTable(work, FlatTable.MOST_BYTES);
        assertThat(table.expect(new Object[] {1L, 2L, 0L, 3L}, 4)).isEqualTo(2);
        assertThat(asked).containsExactly(1L, 2L, 0L);
    }

    @Test
    void aSerializerThatDoesNotKeepItsLengthIsNamed() {
        TypeSerializer<Long> liar = new TypeSerializer<>(false, true) {
            @Override
            public void serialize(Long value, RecordOutput out) {
                out.writeLong(value);
            }

            @Override
            public Long deserialize(RecordInput in) {
                return in.readLong();
            }

            @Override
            public Long copy(Long value) {
                return value;
            }

            @Override
            public int fixedLength() {
                return Integer.BYTES;
            }
        };
        AggregationTable.Work<Long, Long> work = AggregationTable.Work.of(
                new Keying<>(value -> value, Types.LONG),
                Long::sum,
                new RecordFormat<>(liar, NOWHERE, LOADER),
                Types.LONG);
        FlatTable<Long, Long> table = newTable(work, FlatTable.MOST_BYTES);
        assertThatThrownBy(() -> table.add(7L, 7L))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("java.lang.Long has written 8 bytes, but says that it always writes 4");
    }
}

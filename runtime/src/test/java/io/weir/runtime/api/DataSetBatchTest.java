package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.JoinedSets;
import io.weir.dataset.Matching;
import io.weir.functions.Collector;
import io.weir.plan.JoinHint;
import io.weir.plan.JoinType;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.types.order.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators that need all of their input, against the same in plain Java. */
@Timeout(120)
class DataSetBatchTest {
    private static final TypeHint<Tuple2<Integer, String>> PAIRS = new TypeHint<>() {};

    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);

    private static List<Tuple2<Integer, String>> random(long seed, int count) {
        Random random = new Random(seed);
        List<Tuple2<Integer, String>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(Tuple2.of(random.nextInt(50), "value-" + i));
        }
        return records;
    }

    private DataSet<Tuple2<Integer, String>> data(List<Tuple2<Integer, String>> records) {
        return environment.fromCollection(records);
    }

    @Test
    void groupsAreSorted() {
        List<Tuple2<Integer, String>> records = random(1, 1_000);
        List<Tuple2<Integer, String>> firsts =
                data(records).groupBy(0).sortGroup(1, Order.DESCENDING).first(2).collect();
        List<Tuple2<Integer, String>> expected = new ArrayList<>();
        for (int key = 0; key < 50; key++) {
            int wanted = key;
            records.stream()
                    .filter(record -> record.f0 == wanted)
                    .sorted((one, other) -> other.f1.compareTo(one.f1))
                    .limit(2)
                    .forEach(expected::add);
        }
        assertThat(firsts).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void groupsAreReduced() {
        List<Tuple2<Integer, String>> records = random(1, 1_000);
        List<Tuple2<Integer, String>> counts = data(records)
                .groupBy(record -> record.f0 % 7)
                .reduceGroup((Iterable<Tuple2<Integer, String>> group, Collector<Tuple2<Integer, String>> out) -> {
                    int count = 0;
                    int key = -1;
                    for (Tuple2<Integer, String> record : group) {
                        key = record.f0 % 7;
                        count++;
                    }
                    out.collect(Tuple2.of(key, "" + count));
                })
                .returns(PAIRS)
                .collect();
        List<Tuple2<Integer, String>> expected = new ArrayList<>();
        for (int key = 0; key < 7; key++) {
            int wanted = key;
            expected.add(Tuple2.of(
                    key,
                    ""
                            + records.stream()
                                    .filter(record -> record.f0 % 7 == wanted)
                                    .count()));
        }
        assertThat(counts).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** More keys than are combined at first; records of a key come together, so that combining pays. */
    @Test
    void combinersGrowWithTheirKeys() {
        long keys = 200_000;
        List<Tuple2<Long, Long>> sums = environment
                .fromSequence(0, 4 * keys - 1)
                .map(number -> Tuple2.of(number / 4, number))
                .returns(new TypeHint<Tuple2<Long, Long>>() {})
                .groupBy(0)
                .reduce((one, other) -> Tuple2.of(one.f0, one.f1 + other.f1))
                .collect();
        sums.sort(Comparator.comparing(sum -> sum.f0));
        assertThat(sums)
                .isEqualTo(LongStream.range(0, keys)
                        .mapToObj(key -> Tuple2.of(key, 16 * key + 6))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(JoinHint.class)
    void joinsAreThoseOfNestedLoops(JoinHint hint) {
        List<Tuple2<Integer, String>> first = random(1, 300);
        List<Tuple2<Integer, String>> second = random(2, 30);
        List<DataSet<String>> joined = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (JoinType type : JoinType.values()) {
            if (hint.allows(type)) {
                joined.add(join(data(first), data(second), type, hint)
                        .where(0)
                        .equalTo(0)
                        .with((one, other) -> type + "|" + one + "|" + other)
                        .returns(String.class));
                expected.addAll(nestedLoops(first, second, type));
            } else {
                assertThatThrownBy(() -> join(data(first), data(second), type, hint)
                                .where(0)
                                .equalTo(0)
                                .pairs())
                        .hasMessageContaining(hint.name());
            }
        }
        assertThat(joined.stream().reduce(DataSet::union).orElseThrow().collect())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static <T> Matching.Pairing<T, T, JoinedSets<T, T>> join(
            DataSet<T> first, DataSet<T> second, JoinType type, JoinHint hint) {
        return switch (type) {
            case INNER -> first.join(second, hint);
            case LEFT_OUTER -> first.leftOuterJoin(second, hint);
            case RIGHT_OUTER -> first.rightOuterJoin(second, hint);
            case FULL_OUTER -> first.fullOuterJoin(second, hint);
        };
    }

    private static List<String> nestedLoops(
            List<Tuple2<Integer, String>> first, List<Tuple2<Integer, String>> second, JoinType type) {
        List<String> expected = new ArrayList<>();
        for (Tuple2<Integer, String> one : first) {
            boolean matched = false;
            for (Tuple2<Integer, String> other : second) {
                if (one.f0.equals(other.f0)) {
                    expected.add(type + "|" + one + "|" + other);
                    matched = true;
                }
            }
            if (!matched && type.keepsFirst()) {
                expected.add(type + "|" + one + "|null");
            }
        }
        for (Tuple2<Integer, String> other : second) {
            if (type.keepsSecond() && first.stream().noneMatch(one -> one.f0.equals(other.f0))) {
                expected.add(type + "|null|" + other);
            }
        }
        return expected;
    }

    /** Both inputs come from one source: none may wait for the other. */
    @Test
    void aDataSetIsJoinedWithItself() {
        DataSet<Long> numbers = environment.fromSequence(1, 100_000);
        assertThat(numbers.join(numbers.map(number -> number + 1))
                        .where(number -> number)
                        .equalTo(number -> number)
                        .with((one, other) -> one)
                        .returns(Long.class)
                        .count())
                .isEqualTo(99_999);
    }

    @Test
    void groupsOfTwoAreBroughtTogether() {
        List<String> sizes = data(random(1, 200))
                .coGroup(data(random(2, 20)))
                .where(record -> record.f0)
                .equalTo(record -> record.f0)
                .with(
                        (Iterable<Tuple2<Integer, String>> one,
                                Iterable<Tuple2<Integer, String>> other,
                                Collector<String> out) -> {
                            int key = -1;
                            int firsts = 0;
                            int seconds = 0;
                            for (Tuple2<Integer, String> record : one) {
                                key = record.f0;
                                firsts++;
                            }
                            for (Tuple2<Integer, String> record : other) {
                                key = record.f0;
                                seconds++;
                            }
                            out.collect(key + ":" + firsts + ":" + seconds);
                        })
                .returns(String.class)
                .collect();
        List<String> expected = new ArrayList<>();
        for (int key = 0; key < 50; key++) {
            int wanted = key;
            long firsts = random(1, 200).stream()
                    .filter(record -> record.f0 == wanted)
                    .count();
            long seconds =
                    random(2, 20).stream().filter(record -> record.f0 == wanted).count();
            if (firsts + seconds > 0) {
                expected.add(key + ":" + firsts + ":" + seconds);
            }
        }
        assertThat(sizes).containsExactlyInAnyOrderElementsOf(expected);
    }
}

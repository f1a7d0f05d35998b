package io.weir.runtime.api;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.dataset.Aggregations;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.GroupCombineFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.tuple.Tuple1;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.tuple.Tuple4;
import io.weir.types.TypeHint;
import io.weir.types.order.Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators of data sets over random, skewed records, against the same in plain Java. */
@Timeout(120)
class DataSetOperatorsTest {
    private static final TypeHint<Tuple2<Integer, String>> PAIR = new TypeHint<>() {};
    private static final TypeHint<Tuple2<Integer, Long>> COUNT = new TypeHint<>() {};

    private static ExecutionEnvironment environment(int parallelism) {
        // The least memory that operators begin with, so that they go to disk.
        Configuration little = Configuration.fromMap(Map.of("taskmanager.memory.managed.size", "1m"));
        return ExecutionEnvironment.createLocalEnvironment(parallelism, little);
    }

    private static List<Tuple3<Integer, String, Long>> random(long seed, int count) {
        Random random = new Random(seed);
        List<Tuple3<Integer, String, Long>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int key = random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(3);
            records.add(Tuple3.of(key, "v" + random.nextInt(500), (long) random.nextInt(1_000)));
        }
        return records;
    }

    private static DataSet<Tuple3<Integer, String, Long>> data(ExecutionEnvironment environment, long seed, int count) {
        return environment.fromCollection(random(seed, count)).rebalance();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void partitionsAreMapped(int parallelism) {
        ExecutionEnvironment environment = environment(parallelism);
        List<Tuple2<Integer, Long>> counts = environment
                .fromSequence(1, 100_000)
                .mapPartition((Iterable<Long> numbers, Collector<Tuple2<Integer, Long>> out) -> {
                    int count = 0;
                    long sum = 0;
                    for (long number : numbers) {
                        count++;
                        sum += number;
                    }
                    out.collect(Tuple2.of(count, sum));
                })
                .returns(COUNT)
                .collect();
        assertThat(counts).hasSize(parallelism);
        assertThat(counts.stream().mapToInt(count -> count.f0).sum()).isEqualTo(100_000);
        assertThat(counts.stream().mapToLong(count -> count.f1).sum()).isEqualTo(5_000_050_000L);
    }

    @Test
    void wholeSetsAreAggregated() {
        ExecutionEnvironment environment = environment(2);
        List<Tuple3<Integer, String, Long>> records = random(1, 1_000);
        DataSet<Tuple3<Integer, String, Long>> data = data(environment, 1, 1_000);
        assertThat(data.aggregate(Aggregations.SUM, 2)
                        .and(Aggregations.MAX, "f0")
                        .and(Aggregations.MIN, 1)
                        .<Tuple3<Long, Integer, String>>project(2, 0, 1)
                        .collect())
                .containsExactly(Tuple3.of(
                        records.stream().mapToLong(record -> record.f2).sum(),
                        records.stream().mapToInt(record -> record.f0).max().orElseThrow(),
                        records.stream()
                                .map(record -> record.f1)
                                .min(comparing(text -> text))
                                .orElseThrow()));
        assertThat(data.minBy(2, 1, 0).collect())
                .containsExactly(records.stream()
                        .min(comparing((Tuple3<Integer, String, Long> record) -> record.f2)
                                .thenComparing(record -> record.f1)
                                .thenComparing(record -> record.f0))
                        .orElseThrow());
        Map<Integer, List<Tuple3<Integer, String, Long>>> groups =
                records.stream().collect(groupingBy(record -> record.f0));
        List<Tuple3<Integer, String, Long>> greatest = new ArrayList<>();
        groups.values()
                .forEach(group -> greatest.add(group.stream()
                        .max(comparing((Tuple3<Integer, String, Long> record) -> record.f2)
                                .thenComparing(record -> record.f1))
                        .orElseThrow()));
        assertThat(data.groupBy(0).maxBy(2, 1).collect()).containsExactlyInAnyOrderElementsOf(greatest);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void partitionsAreSorted(int parallelism) {
        ExecutionEnvironment environment = environment(parallelism);
        DataSet<Tuple3<Integer, String, Long>> data = data(environment, 2, 20_000);
        List<Tuple3<Integer, String, Long>> sorted = data.sortPartition(0, Order.DESCENDING)
                .sortPartition(1, Order.ASCENDING)
                .setParallelism(1)
                .collect();
        List<Tuple3<Integer, String, Long>> expected = random(2, 20_000);
        expected.sort(comparing((Tuple3<Integer, String, Long> record) -> record.f0)
                .reversed()
                .thenComparing(record -> record.f1));
        assertThat(sorted.stream().map(record -> record.f0 + record.f1))
                .containsExactlyElementsOf(
                        expected.stream().map(record -> record.f0 + record.f1).toList());
        sorted.sort(comparing(Tuple3::toString));
        expected.sort(comparing(Tuple3::toString));
        assertThat(sorted).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theFirstOfASortedWholeAreInOrder(int parallelism) {
        DataSet<Tuple3<Integer, String, Long>> data = data(environment(parallelism), 2, 20_000);
        List<Long> greatest = data.map(record -> record.f2)
                .sortPartition(value -> value, Order.DESCENDING)
                .setParallelism(1)
                .first(50)
                .collect();
        assertThat(greatest)
                .isEqualTo(random(2, 20_000).stream()
                        .map(record -> record.f2)
                        .sorted(Comparator.reverseOrder())
                        .limit(50)
                        .toList());
        assertThat(data.first(7).collect()).hasSize(7);
    }

    @Test
    void recordsAreSentToTheInstancesOfTheirKeys() {
        ExecutionEnvironment environment = environment(4);
        DataSet<Tuple3<Integer, String, Long>> data = data(environment, 3, 2_000);
        Set<Integer> keys = random(3, 2_000).stream().map(record -> record.f0).collect(toCollection(HashSet::new));
        assertThat(keysPerInstance(data.partitionByHash(0))).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(keysPerInstance(data.partitionByHash("f0"))).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(keysPerInstance(data.partitionByHash(record -> record.f0)))
                .containsExactlyInAnyOrderElementsOf(keys);
        List<Integer> custom =
                keysPerInstance(data.partitionCustom((Integer key, int instances) -> key % instances, 0));
        assertThat(custom).containsExactlyInAnyOrderElementsOf(keys);
    }

    /** Returns the keys that each instance has seen; a key is in it as often as there are instances with it. */
    private static List<Integer> keysPerInstance(DataSet<Tuple3<Integer, String, Long>> data) {
        return data.mapPartition((Iterable<Tuple3<Integer, String, Long>> records, Collector<Integer> out) -> {
                    Set<Integer> seen = new HashSet<>();
                    records.forEach(record -> seen.add(record.f0));
                    seen.forEach(out::collect);
                })
                .returns(Integer.class)
                .collect();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void crossesAreThoseOfNestedLoops(int parallelism) {
        ExecutionEnvironment environment = environment(parallelism);
        DataSet<Long> first = environment.fromSequence(1, 2_500);
        DataSet<Long> second = environment.fromSequence(1, 20);
        List<Long> products = new ArrayList<>();
        for (long one = 1; one <= 2_500; one++) {
            for (long other = 1; other <= 20; other++) {
                products.add(one * other);
            }
        }
        Collections.sort(products);
        assertThat(first.cross(second).with((one, other) -> one * other).returns(Long.class).collect().stream()
                        .sorted())
                .containsExactlyElementsOf(products);
        assertThat(second.crossWithHuge(first).map(pair -> pair.f0 * pair.f1).collect().stream()
                        .sorted())
                .containsExactlyElementsOf(products);
        assertThat(first.filter(number -> false).crossWithTiny(second).count()).isZero();
        List<Tuple2<Long, Long>> projected = second.cross(second)
                .<Tuple1<Long>>projectSecond()
                .<Tuple2<Long, Long>>projectFirst()
                .filter(pair -> pair.f0 == 3 && pair.f1 == 7)
                .collect();
        assertThat(projected).containsExactly(Tuple2.of(3L, 7L));
    }

    @Test
    void joinsMakeTuplesAndProjectTheirFields() {
        ExecutionEnvironment environment = environment(2);
        DataSet<Tuple2<Integer, String>> names =
                environment.fromElements(Tuple2.of(1, "one"), Tuple2.of(2, "two"), Tuple2.of(3, "three"));
        DataSet<Tuple2<Integer, Double>> sizes =
                environment.fromElements(Tuple2.of(1, 1.5), Tuple2.of(3, 3.5), Tuple2.of(3, 3.75));
        assertThat(names.join(sizes)
                        .where(0)
                        .equalTo(0)
                        .map(pair -> pair.f0.f1 + pair.f1.f1)
                        .collect())
                .containsExactlyInAnyOrder("one1.5", "three3.5", "three3.75");
        assertThat(names.leftOuterJoin(sizes)
                        .where(0)
                        .equalTo(0)
                        .projectSecond(1)
                        .projectFirst(1, 0)
                        .<Tuple4<Double, String, Integer, Tuple2<Integer, String>>>projectFirst()
                        .collect())
                .containsExactlyInAnyOrder(
                        Tuple4.of(1.5, "one", 1, Tuple2.of(1, "one")),
                        Tuple4.of(null, "two", 2, Tuple2.of(2, "two")),
                        Tuple4.of(3.5, "three", 3, Tuple2.of(3, "three")),
                        Tuple4.of(3.75, "three", 3, Tuple2.of(3, "three")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void groupsAreCombined(int parallelism) {
        ExecutionEnvironment environment = environment(parallelism);
        Map<Integer, Long> sums = new TreeMap<>();
        random(5, 30_000).forEach(record -> sums.merge(record.f0, record.f2, Long::sum));
        DataSet<Tuple2<Integer, Long>> data = data(environment, 5, 30_000)
                .map(record -> Tuple2.of(record.f0, record.f2))
                .returns(COUNT);
        List<Tuple2<Integer, Long>> partial =
                data.groupBy(0).combineGroup(new Summing()).collect();
        assertThat(partial.size()).isGreaterThanOrEqualTo(sums.size()).isLessThan(15_000);
        Map<Integer, Long> added = new TreeMap<>();
        partial.forEach(sum -> added.merge(sum.f0, sum.f1, Long::sum));
        assertThat(added).isEqualTo(sums);
        List<Tuple2<Integer, Long>> reduced =
                data.groupBy(0).reduceGroup(new Summing()).collect();
        assertThat(reduced).hasSameSizeAs(sums.keySet()).allMatch(sum -> sums.get(sum.f0)
                .equals(sum.f1));
    }

    /** A reduce that can combine. */
    private static final class Summing
            implements GroupReduceFunction<Tuple2<Integer, Long>, Tuple2<Integer, Long>>,
                    GroupCombineFunction<Tuple2<Integer, Long>, Tuple2<Integer, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void reduce(Iterable<Tuple2<Integer, Long>> records, Collector<Tuple2<Integer, Long>> out) {
            Tuple2<Integer, Long> sum = null;
            for (Tuple2<Integer, Long> record : records) {
                sum = sum == null ? record : Tuple2.of(sum.f0, sum.f1 + record.f1);
            }
            out.collect(sum);
        }

        @Override
        public void combine(Iterable<Tuple2<Integer, Long>> records, Collector<Tuple2<Integer, Long>> out) {
            reduce(records, out);
        }
    }

    @Test
    void groupsThatCanBeCombinedAreCombinedBeforeTheyTravel() {
        ExecutionEnvironment environment = environment(2);
        DataSet<Tuple2<Integer, Long>> data = environment.fromElements(Tuple2.of(1, 1L));
        data.groupBy(0).reduceGroup(new Summing()).writeAsText("out");
        assertThat(environment.getExecutionPlan()).contains("Combine for Group Reduce");
    }

    @Test
    void recordsAreDistinct() {
        ExecutionEnvironment environment = environment(3);
        List<Tuple2<Integer, String>> records = IntStream.range(0, 3_000)
                .mapToObj(i -> Tuple2.of(i % 7, "v" + i % 11))
                .toList();
        DataSet<Tuple2<Integer, String>> data =
                environment.fromCollection(records).returns(PAIR);
        assertThat(data.distinct().collect()).containsExactlyInAnyOrderElementsOf(new HashSet<>(records));
        assertThat(data.distinct(0).count()).isEqualTo(7);
        assertThat(data.distinct("f1").count()).isEqualTo(11);
        assertThat(data.distinct(record -> record.f0 % 2).count()).isEqualTo(2);
    }
}

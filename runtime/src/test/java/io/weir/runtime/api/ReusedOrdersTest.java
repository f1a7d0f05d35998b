package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.GroupCombineFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.plan.JoinHint;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.types.TypeHint;
import io.weir.types.order.Order;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sorted already is not sorted again, and results are the same. */
@Timeout(120)
class ReusedOrdersTest {
    private static final TypeHint<Tuple3<Integer, String, Long>> TYPE = new TypeHint<>() {};
    private static final int RECORDS = 20_000;
    private static final int KEYS = 300;

    private ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);

    private static List<Tuple3<Integer, String, Long>> records(long seed) {
        Random random = new Random(seed);
        List<Tuple3<Integer, String, Long>> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            int key = random.nextInt(KEYS);
            records.add(Tuple3.of(key, "n" + key % 7, random.nextLong(1_000_000)));
        }
        return records;
    }

    private DataSet<Tuple3<Integer, String, Long>> data() {
        return environment.fromCollection(records(1));
    }

    /** Emits the key of each group, how many records it has, and whether their numbers rise. */
    private static final class Count
            implements GroupReduceFunction<Tuple3<Integer, String, Long>, Tuple3<Integer, String, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void reduce(
                Iterable<Tuple3<Integer, String, Long>> group, Collector<Tuple3<Integer, String, Long>> out) {
            Tuple3<Integer, String, Long> first = null;
            long count = 0;
            long last = Long.MIN_VALUE;
            boolean rise = true;
            for (Tuple3<Integer, String, Long> each : group) {
                first = first == null ? each : first;
                count++;
                rise &= each.f2 >= last;
                last = each.f2;
            }
            out.collect(Tuple3.of(first.f0, rise ? "rise" : "mixed", count));
        }
    }

    private static Map<Integer, Long> counts() {
        return records(1).stream().collect(Collectors.groupingBy(record -> record.f0, Collectors.counting()));
    }

    private static Map<Integer, Long> counts(DataSet<Tuple3<Integer, String, Long>> data) {
        List<Tuple3<Integer, String, Long>> collected = data.collect();
        Map<Integer, Long> counts = new HashMap<>();
        collected.forEach(record -> assertThat(counts.put(record.f0, record.f2)).isNull());
        return counts;
    }

    /** Returns by name of the operator which inputs it need not sort. */
    private Map<String, String> inOrder(DataSet<?> end) throws IOException {
        end.output(new DiscardingSink<>());
        Map<String, String> found = new TreeMap<>();
        for (JsonNode vertex :
                new ObjectMapper().readTree(environment.getExecutionPlan()).get("nodes")) {
            for (JsonNode operator : vertex.get("operators")) {
                if (operator.has("inputsInOrder")) {
                    found.put(
                            operator.get("name").asText(),
                            operator.get("inputsInOrder").toString());
                }
            }
        }
        return found;
    }

    @Test
    void groupsOfSortedRecordsAreNotSorted() throws IOException {
        DataSet<Tuple3<Integer, String, Long>> counted = data().partitionByHash(0)
                .sortPartition(0, Order.DESCENDING)
                .sortPartition(2, Order.ASCENDING)
                .filter(record -> record.f2 >= 0)
                .groupBy(0)
                .sortGroup(2, Order.ASCENDING)
                .reduceGroup(new Count())
                .name("Count");
        assertThat(inOrder(counted)).containsExactly(Map.entry("Count", "[0]"));
        assertThat(counts(counted)).isEqualTo(counts());
        assertThat(counted.filter(record -> record.f1.equals("mixed")).count()).isZero();
    }

    @Test
    void anotherOrderIsNotTakenForIt() throws IOException {
        DataSet<Tuple3<Integer, String, Long>> sorted =
                data().partitionByHash(0).sortPartition(0, Order.ASCENDING).sortPartition(2, Order.DESCENDING);
        DataSet<Tuple3<Integer, String, Long>> rising = sorted.groupBy(0)
                .sortGroup(2, Order.ASCENDING)
                .reduceGroup(new Count())
                .name("Rising");
        DataSet<Tuple3<Integer, String, Long>> byOther = data().partitionByHash(1)
                .sortPartition(0, Order.ASCENDING)
                .groupBy(1)
                .reduceGroup(new Count())
                .name("Other");
        DataSet<Tuple3<Integer, String, Long>> twice = data().partitionByHash(0, 1)
                .sortPartition(0, Order.ASCENDING)
                .sortPartition(0, Order.ASCENDING)
                .groupBy(0, 1)
                .reduceGroup(new Count())
                .name("Twice");
        DataSet<Tuple3<Integer, String, Long>> united = sorted.union(
                        sorted.map(record -> record).returns(TYPE).withForwardedFields("*"))
                .groupBy(0)
                .reduceGroup(new Count())
                .name("United");
        DataSet<Tuple3<Integer, String, Long>> changed = sorted.map(
                        record -> Tuple3.of((record.f0 + 1) % 3, record.f1, record.f2))
                .returns(TYPE)
                .sortPartition(0, Order.ASCENDING);
        assertThat(inOrder(rising)).isEmpty();
        assertThat(inOrder(byOther)).isEmpty();
        assertThat(inOrder(twice)).isEmpty();
        assertThat(inOrder(united)).isEmpty();
        assertThat(inOrder(changed)).isEmpty();
        assertThat(rising.filter(record -> record.f1.equals("mixed")).count()).isZero();
        assertThat(byOther.count()).isEqualTo(7);
    }

    /** 1.0 and 1.00 are equal in the order and different keys. */
    @Test
    void valuesThatAreEqualInAnOrderMayBeDifferentKeys() throws IOException {
        TypeHint<Tuple2<BigDecimal, Integer>> type = new TypeHint<>() {};
        List<Tuple2<BigDecimal, Integer>> numbers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            numbers.add(Tuple2.of(new BigDecimal(i % 2 == 0 ? "1.0" : "1.00"), i));
        }
        DataSet<Integer> sizes = environment
                .fromCollection(numbers)
                .map(number -> number)
                .returns(type)
                .partitionByHash(0)
                .sortPartition(0, Order.ASCENDING)
                .groupBy(0)
                .reduceGroup((Iterable<Tuple2<BigDecimal, Integer>> group, Collector<Integer> out) -> {
                    int count = 0;
                    for (Tuple2<BigDecimal, Integer> ignored : group) {
                        count++;
                    }
                    out.collect(count);
                })
                .returns(Integer.class);
        assertThat(inOrder(sizes)).isEmpty();
        assertThat(sizes.collect()).containsExactly(500, 500);
    }

    @ParameterizedTest
    @EnumSource(
            value = BatchShuffleMode.class,
            names = {"ALL_EXCHANGES_PIPELINED", "ALL_EXCHANGES_BLOCKING"})
    void groupsFollowGroups(BatchShuffleMode mode) throws IOException {
        environment = ExecutionEnvironment.createLocalEnvironment(
                2, new Configuration().set(ExecutionOptions.BATCH_SHUFFLE_MODE, mode));
        DataSet<Tuple3<Integer, String, Long>> firsts = data().groupBy(0)
                .sortGroup(2, Order.ASCENDING)
                .first(2)
                .map(record -> record)
                .returns(TYPE)
                .withForwardedFields("f0->f0; f2");
        DataSet<Tuple3<Integer, String, Long>> counted =
                firsts.groupBy(0).reduceGroup(new Count()).name("Count");
        assertThat(inOrder(counted)).containsExactly(Map.entry("Count", "[0]"));
        Map<Integer, Long> expected = new HashMap<>();
        counts().forEach((key, count) -> expected.put(key, Math.min(2, count)));
        assertThat(counts(counted)).isEqualTo(expected);
    }

    /** Projections say themselves which fields they keep. */
    @Test
    void projectionsKeepOrders() throws IOException {
        DataSet<Tuple2<Long, Integer>> numbers =
                data().partitionByHash(0).sortPartition(0, Order.ASCENDING).project(2, 0);
        DataSet<Tuple2<Long, Integer>> joined = numbers.join(
                        environment.fromCollection(records(2)).distinct(0), JoinHint.REPARTITION_SORT_MERGE)
                .where(1)
                .equalTo(0)
                .<Tuple2<Long, Integer>>projectSecond(2)
                .<Tuple2<Long, Integer>>projectFirst(1)
                .name("Join");
        DataSet<Integer> sizes = joined.groupBy(1)
                .reduceGroup((Iterable<Tuple2<Long, Integer>> group, Collector<Integer> out) -> {
                    int count = 0;
                    for (Tuple2<Long, Integer> ignored : group) {
                        count++;
                    }
                    out.collect(count);
                })
                .returns(Integer.class)
                .name("Sizes");
        assertThat(inOrder(sizes)).containsExactly(Map.entry("Join", "[0]"), Map.entry("Sizes", "[0]"));
        assertThat(sizes.collect())
                .containsExactlyInAnyOrderElementsOf(
                        counts().values().stream().map(Long::intValue).toList());
    }

    @Test
    void projectionsMayBeGivenAnotherType() throws IOException {
        DataSet<Tuple2<Object, Object>> numbers = data().partitionByHash(0)
                .sortPartition(0, Order.ASCENDING)
                .<Tuple2<Object, Object>>project(2, 0)
                .returns(new TypeHint<Tuple2<Object, Object>>() {});
        DataSet<Tuple2<Object, Object>> firsts = numbers.groupBy(1).first(1);
        assertThat(inOrder(firsts)).isEmpty();
        assertThat(firsts.count()).isEqualTo(KEYS);
    }

    @Test
    void sortsFollowSorts() throws IOException {
        DataSet<Tuple3<Integer, String, Long>> sorted = data().partitionByHash(0)
                .sortPartition(1, Order.DESCENDING)
                .sortPartition(2, Order.ASCENDING)
                .filter(record -> record.f0 > 0)
                .sortPartition(1, Order.DESCENDING)
                .name("Again");
        assertThat(inOrder(sorted)).containsExactly(Map.entry("Again", "[0]"));
        DataSet<Long> wrong = sorted.mapPartition(
                        (Iterable<Tuple3<Integer, String, Long>> all, Collector<Long> out) -> {
                            Tuple3<Integer, String, Long> last = Tuple3.of(0, "z", 0L);
                            for (Tuple3<Integer, String, Long> each : all) {
                                int order = each.f1.compareTo(last.f1);
                                if (order > 0 || order == 0 && each.f2 < last.f2) {
                                    out.collect(each.f2);
                                }
                                last = each;
                            }
                        })
                .returns(Long.class);
        assertThat(wrong.count()).isZero();
    }

    @Test
    void joinsAndCoGroupsTakeWhatIsSorted() throws IOException {
        DataSet<Tuple3<Integer, String, Long>> first = data().partitionByHash(0).sortPartition(0, Order.ASCENDING);
        DataSet<Tuple3<Integer, String, Long>> second =
                environment.fromCollection(records(2)).distinct(0);
        DataSet<Tuple3<Integer, String, Long>> joined = first.join(second, JoinHint.REPARTITION_SORT_MERGE)
                .where(0)
                .equalTo(0)
                .with((one, other) -> Tuple3.of(one.f0, one.f1, other.f2))
                .returns(TYPE)
                .withForwardedFieldsFirst("f0")
                .name("Join");
        DataSet<Tuple3<Integer, String, Long>> counted = joined.coGroup(second.sortPartition(0, Order.DESCENDING))
                .where(0)
                .equalTo(0)
                .with(
                        (Iterable<Tuple3<Integer, String, Long>> some,
                                Iterable<Tuple3<Integer, String, Long>> others,
                                Collector<Tuple3<Integer, String, Long>> out) -> {
                            long count = 0;
                            for (Tuple3<Integer, String, Long> ignored : some) {
                                count++;
                            }
                            out.collect(Tuple3.of(others.iterator().next().f0, "", count));
                        })
                .returns(TYPE)
                .name("CoGroup");
        assertThat(inOrder(counted)).containsExactly(Map.entry("CoGroup", "[0]"), Map.entry("Join", "[0]"));
        assertThat(counts(counted)).isEqualTo(counts());
    }

    /** Adds up the numbers of a key. */
    private static final class Sums
            implements GroupReduceFunction<Tuple3<Integer, String, Long>, Tuple3<Integer, String, Long>>,
                    GroupCombineFunction<Tuple3<Integer, String, Long>, Tuple3<Integer, String, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void reduce(
                Iterable<Tuple3<Integer, String, Long>> group, Collector<Tuple3<Integer, String, Long>> out) {
            Tuple3<Integer, String, Long> first = null;
            long sum = 0;
            for (Tuple3<Integer, String, Long> each : group) {
                first = first == null ? each : first;
                sum += each.f2;
            }
            out.collect(Tuple3.of(first.f0, first.f1, sum));
        }

        @Override
        public void combine(
                Iterable<Tuple3<Integer, String, Long>> group, Collector<Tuple3<Integer, String, Long>> out) {
            reduce(group, out);
        }
    }

    @Test
    void combinersTakeWhatIsSorted() throws IOException {
        DataSet<Tuple3<Integer, String, Long>> sums = data().sortPartition(0, Order.ASCENDING)
                .groupBy(0)
                .reduceGroup(new Sums())
                .name("Sums");
        assertThat(inOrder(sums)).containsExactly(Map.entry("Combine for Sums", "[0]"));
        assertThat(counts(sums))
                .isEqualTo(records(1).stream()
                        .collect(Collectors.groupingBy(
                                record -> record.f0, Collectors.summingLong(record -> record.f2))));
    }
}

package io.weir.runtime.api;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.GroupCombineFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.plan.JoinHint;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.order.Order;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * All operators of data sets in one job, against the same in plain Java: over several types of keys, nulls, skew, empty
 * inputs, parallelism, jobs in stages and the least memory that operators begin with.
 */
class DataSetPropertiesTest {
    private static final List<Kind> KINDS = List.of(
            new Kind(Types.INT, i -> i - 3),
            new Kind(Types.STRING, i -> "key-" + i),
            new Kind(
                    Types.TUPLE(Types.LONG, Types.STRING),
                    i -> Tuple2.of((long) i / 3, i % 3 == 0 ? null : "k" + i % 3)),
            new Kind(TypeInformation.of(Place.class), i -> new Place("p" + i % 5, i / 5)),
            new Kind(TypeInformation.of(LocalDate.class), i -> LocalDate.ofEpochDay(i * 400L)));

    /** A key of two fields. */
    public record Place(String name, int number) {}

    /**
     * A type of keys.
     *
     * @param type the type
     * @param key the key of a number
     */
    private record Kind(TypeInformation<?> type, IntFunction<Object> key) {}

    /** A record: key, text that may be null, number. */
    private static List<Tuple3<Object, String, Long>> records(Kind kind, Random random, int count) {
        List<Tuple3<Object, String, Long>> records = new ArrayList<>();
        boolean skewed = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            int number = skewed && random.nextInt(10) < 7 ? 1 : random.nextInt(40);
            String text = random.nextInt(5) == 0 ? null : "t" + random.nextInt(30);
            records.add(Tuple3.of(kind.key().apply(number), text, (long) random.nextInt(1_000)));
        }
        return records;
    }

    /** What each operator has made, as lines that begin with its name. */
    private static final class Results {
        private DataSet<String> all;

        <T> void add(String name, DataSet<T> data) {
            DataSet<String> lines = data.map(record -> name + " " + record).returns(String.class);
            all = all == null ? lines : all.union(lines);
        }
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void operatorsAreThoseOfCollections(
            @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
            @ForAll @IntRange(min = 1, max = 4) int parallelism,
            @ForAll @IntRange(min = 0, max = 4) int kindNumber,
            @ForAll boolean inStages) {
        Kind kind = KINDS.get(kindNumber);
        Random random = new Random(seed);
        List<Tuple3<Object, String, Long>> first =
                records(kind, random, random.nextInt(8) == 0 ? 0 : random.nextInt(400));
        List<Tuple3<Object, String, Long>> second =
                records(kind, random, random.nextInt(8) == 0 ? 0 : random.nextInt(60));
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(
                parallelism,
                Configuration.fromMap(Map.of(
                        "taskmanager.memory.managed.size",
                        6 * parallelism + "m",
                        "execution.batch-shuffle-mode",
                        inStages ? "ALL_EXCHANGES_BLOCKING" : "AUTOMATIC",
                        "execution.batch.adaptive.auto-parallelism.avg-data-volume-per-task",
                        "2 kb",
                        "execution.batch.adaptive.skewed-parts.skewed-threshold",
                        "1 kb",
                        "execution.batch.adaptive.skewed-parts.skewed-factor",
                        "1.5")));
        TypeInformation<Tuple3<Object, String, Long>> type = Types.TUPLE(kind.type(), Types.STRING, Types.LONG);
        DataSet<Tuple3<Object, String, Long>> one =
                environment.fromCollection(first, type).rebalance();
        DataSet<Tuple3<Object, String, Long>> other =
                environment.fromCollection(second, type).rebalance();
        Results results = new Results();
        addGroups(results, one);
        addPairs(results, one, other, JoinHint.values()[random.nextInt(JoinHint.values().length)]);
        addOthers(results, one, other);
        List<String> expected = new ArrayList<>();
        expectGroups(first, expected::add);
        expectPairs(first, second, expected::add);
        expectOthers(first, second, expected::add);
        List<String> got = new ArrayList<>(results.all.collect());
        got.sort(naturalOrder());
        expected.sort(naturalOrder());
        assertThat(got).isEqualTo(expected);
    }

    private static Tuple3<Object, String, Long> least(Tuple3<Object, String, Long> a, Tuple3<Object, String, Long> b) {
        return Tuple3.of(a.f0, null, Math.min(a.f2, b.f2));
    }

    private static void addGroups(Results results, DataSet<Tuple3<Object, String, Long>> data) {
        results.add("sum", data.groupBy(0).sum(2).map(record -> record.f0 + " " + record.f2));
        results.add("max", data.groupBy("f0").max(2).map(record -> record.f0 + " " + record.f2));
        results.add(
                "reduce",
                data.groupBy(0).reduce(DataSetPropertiesTest::least).map(record -> record.f0 + " " + record.f2));
        results.add("minBy", data.groupBy(0).minBy(2).map(record -> record.f0 + " " + record.f2));
        results.add("count", data.groupBy(0).reduceGroup(new Counting()));
        results.add(
                "first",
                data.groupBy(0)
                        .sortGroup(2, Order.DESCENDING)
                        .sortGroup(1, Order.ASCENDING)
                        .first(2));
        results.add("distinct", data.distinct());
        results.add("distinctBy", data.distinct(1).map(record -> "" + record.f1));
    }

    private static void expectGroups(List<Tuple3<Object, String, Long>> data, Consumer<String> expected) {
        groups(data).forEach((key, group) -> {
            long sum = group.stream().mapToLong(record -> record.f2).sum();
            long max = group.stream().mapToLong(record -> record.f2).max().orElseThrow();
            long min = group.stream().mapToLong(record -> record.f2).min().orElseThrow();
            expected.accept("sum " + key + " " + sum);
            expected.accept("max " + key + " " + max);
            expected.accept("reduce " + key + " " + (group.size() == 1 ? group.get(0).f2 : min));
            expected.accept("minBy " + key + " " + min);
            expected.accept("count " + Tuple3.of(key, "", sum));
            group.stream()
                    .sorted(comparing((Tuple3<Object, String, Long> record) -> record.f2)
                            .reversed()
                            .thenComparing(record -> record.f1, nullsFirst(naturalOrder())))
                    .limit(2)
                    .forEach(record -> expected.accept("first " + record));
        });
        new HashSet<>(data).forEach(record -> expected.accept("distinct " + record));
        new HashSet<>(data.stream().map(record -> record.f1).toList())
                .forEach(text -> expected.accept("distinctBy " + text));
    }

    /** Adds numbers up; before they travel, too. */
    private static final class Counting
            implements GroupReduceFunction<Tuple3<Object, String, Long>, Tuple3<Object, String, Long>>,
                    GroupCombineFunction<Tuple3<Object, String, Long>, Tuple3<Object, String, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void reduce(
                Iterable<Tuple3<Object, String, Long>> records, Collector<Tuple3<Object, String, Long>> out) {
            Object key = null;
            long sum = 0;
            for (Tuple3<Object, String, Long> record : records) {
                key = record.f0;
                sum += record.f2;
            }
            out.collect(Tuple3.of(key, "", sum));
        }

        @Override
        public void combine(
                Iterable<Tuple3<Object, String, Long>> records, Collector<Tuple3<Object, String, Long>> out) {
            reduce(records, out);
        }
    }

    private static void addPairs(
            Results results,
            DataSet<Tuple3<Object, String, Long>> one,
            DataSet<Tuple3<Object, String, Long>> other,
            JoinHint hint) {
        JoinHint outer = hint.broadcasts() ? JoinHint.REPARTITION_SORT_MERGE : hint;
        results.add("join", one.join(other, hint).where(0).equalTo(0));
        results.add(
                "left",
                one.leftOuterJoin(other, outer)
                        .where("f0")
                        .equalTo("f0")
                        .projectFirst(0, 2)
                        .projectSecond(1));
        results.add(
                "right",
                one.rightOuterJoin(other, outer)
                        .where(0)
                        .equalTo(0)
                        .projectFirst(0, 2)
                        .projectSecond(1));
        results.add("full", one.fullOuterJoin(other, outer).where(0).equalTo(0).with((a, b) -> a + "|" + b));
        results.add(
                "coGroup",
                one.coGroup(other)
                        .where(0)
                        .equalTo(0)
                        .with(
                                (Iterable<Tuple3<Object, String, Long>> first,
                                        Iterable<Tuple3<Object, String, Long>> second,
                                        Collector<String> out) -> {
                                    int count = 0;
                                    for (Tuple3<Object, String, Long> ignored : first) {
                                        count++;
                                    }
                                    for (Tuple3<Object, String, Long> ignored : second) {
                                        count += 1_000;
                                    }
                                    out.collect("" + count);
                                })
                        .returns(String.class));
        results.add("cross", one.cross(other).with((a, b) -> a.f2 + b.f2).returns(Long.class));
    }

    private static void expectPairs(
            List<Tuple3<Object, String, Long>> one,
            List<Tuple3<Object, String, Long>> other,
            Consumer<String> expected) {
        for (Tuple3<Object, String, Long> a : one) {
            boolean matched = false;
            for (Tuple3<Object, String, Long> b : other) {
                expected.accept("cross " + (a.f2 + b.f2));
                if (Objects.equals(a.f0, b.f0)) {
                    matched = true;
                    expected.accept("join " + Tuple2.of(a, b));
                    expected.accept("left " + Tuple3.of(a.f0, a.f2, b.f1));
                    expected.accept("right " + Tuple3.of(a.f0, a.f2, b.f1));
                    expected.accept("full " + a + "|" + b);
                }
            }
            if (!matched) {
                expected.accept("left " + Tuple3.of(a.f0, a.f2, null));
                expected.accept("full " + a + "|null");
            }
        }
        Map<Object, List<Tuple3<Object, String, Long>>> firsts = groups(one);
        other.stream().filter(b -> !firsts.containsKey(b.f0)).forEach(b -> {
            expected.accept("right " + Tuple3.of(null, null, b.f1));
            expected.accept("full null|" + b);
        });
        Map<Object, List<Tuple3<Object, String, Long>>> seconds = groups(other);
        HashSet<Object> keys = new HashSet<>(firsts.keySet());
        keys.addAll(seconds.keySet());
        keys.forEach(key -> expected.accept("coGroup "
                + (firsts.getOrDefault(key, List.of()).size()
                        + 1_000 * seconds.getOrDefault(key, List.of()).size())));
    }

    private static void addOthers(
            Results results, DataSet<Tuple3<Object, String, Long>> one, DataSet<Tuple3<Object, String, Long>> other) {
        results.add("union", one.union(other).partitionByHash(1));
        results.add("range", one.partitionByRange("f1", "f2"));
        results.add("project", one.project(2, 0));
        results.add("whole", one.union(other).sum(2).map(record -> record.f2));
        results.add(
                "sorted",
                one.sortPartition(2, Order.ASCENDING)
                        .sortPartition(1, Order.DESCENDING)
                        .setParallelism(1)
                        .mapPartition(DataSetPropertiesTest::numbered)
                        .returns(String.class)
                        .setParallelism(1));
    }

    private static void numbered(Iterable<Tuple3<Object, String, Long>> records, Collector<String> out) {
        int number = 0;
        for (Tuple3<Object, String, Long> record : records) {
            out.collect(number++ + " " + record.f1 + " " + record.f2);
        }
    }

    private static void expectOthers(
            List<Tuple3<Object, String, Long>> one,
            List<Tuple3<Object, String, Long>> other,
            Consumer<String> expected) {
        List<Tuple3<Object, String, Long>> both = new ArrayList<>(one);
        both.addAll(other);
        both.forEach(record -> expected.accept("union " + record));
        one.forEach(record -> expected.accept("range " + record));
        one.forEach(record -> expected.accept("project " + Tuple2.of(record.f2, record.f0)));
        if (!both.isEmpty()) {
            expected.accept(
                    "whole " + both.stream().mapToLong(record -> record.f2).sum());
        }
        List<Tuple3<Object, String, Long>> sorted = new ArrayList<>(one);
        Comparator<String> texts = nullsFirst(naturalOrder());
        sorted.sort(comparing((Tuple3<Object, String, Long> record) -> record.f2)
                .thenComparing(record -> record.f1, texts.reversed()));
        for (int i = 0; i < sorted.size(); i++) {
            expected.accept("sorted " + i + " " + sorted.get(i).f1 + " " + sorted.get(i).f2);
        }
    }

    private static Map<Object, List<Tuple3<Object, String, Long>>> groups(List<Tuple3<Object, String, Long>> records) {
        Map<Object, List<Tuple3<Object, String, Long>>> groups = new LinkedHashMap<>();
        records.forEach(record ->
                groups.computeIfAbsent(record.f0, key -> new ArrayList<>()).add(record));
        return groups;
    }
}

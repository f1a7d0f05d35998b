package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.TaskManagerOptions;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.JoinedSets;
import io.weir.functions.Collector;
import io.weir.plan.JoinHint;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.order.Order;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators with twenty times as many bytes of records as managed memory: they are right, and tell what they wrote to disk. */
@Timeout(120)
class LittleMemoryTest {
    private static final int RECORDS = 100_000;
    private static final MemorySize MANAGED = MemorySize.ofMebiBytes(1);
    private static final String FILLER = "-".repeat(200);
    private static final TypeInformation<Tuple3<Long, Long, String>> TYPE =
            Types.TUPLE(Types.LONG, Types.LONG, Types.STRING);

    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(
            2, new Configuration().set(TaskManagerOptions.MANAGED_SIZE, MANAGED));

    @AfterEach
    void tellsWhatWasWrittenToDisk() {
        assertThat(environment.getLastJobExecutionResult().getSpilledBytes()).isPositive();
    }

    /** About 20 MB: the key of each number is half of it, in an order that looks like none. */
    private DataSet<Tuple3<Long, Long, String>> records(long count) {
        return environment
                .fromSequence(0, count - 1)
                .map(i -> Long.remainderUnsigned(
                        i * 48_271 + 11, count)) // each number once, for the factor has no divisor in common
                .returns(Types.LONG)
                .map(number -> Tuple3.of(number / 2, number, FILLER))
                .returns(TYPE);
    }

    /** Returns how many numbers there are, and their sum. */
    private static Tuple2<Long, Long> countAndSum(DataSet<Long> numbers) {
        return numbers.map(number -> Tuple2.of(1L, number))
                .returns(Types.TUPLE(Types.LONG, Types.LONG))
                .reduce((one, other) -> Tuple2.of(one.f0 + other.f0, one.f1 + other.f1))
                .collect()
                .get(0);
    }

    private static Tuple2<Long, Long> countAndSum(LongStream numbers) {
        return numbers.mapToObj(number -> Tuple2.of(1L, number))
                .reduce(Tuple2.of(0L, 0L), (one, other) -> Tuple2.of(one.f0 + other.f0, one.f1 + other.f1));
    }

    private static LongStream numbers() {
        return LongStream.range(0, RECORDS);
    }

    @Test
    void sorts() {
        DataSet<Long> sorted = records(RECORDS)
                .partitionByHash(0)
                .sortPartition(1, Order.DESCENDING)
                .mapPartition((Iterable<Tuple3<Long, Long, String>> all, Collector<Long> out) -> {
                    long last = Long.MAX_VALUE;
                    for (Tuple3<Long, Long, String> each : all) {
                        out.collect(each.f1 < last && each.f2.equals(FILLER) ? each.f1 : -RECORDS);
                        last = each.f1;
                    }
                })
                .returns(Types.LONG);
        assertThat(countAndSum(sorted)).isEqualTo(countAndSum(numbers()));
    }

    @Test
    void groups() {
        DataSet<Long> groups = records(RECORDS)
                .groupBy(0)
                .reduceGroup((Iterable<Tuple3<Long, Long, String>> group, Collector<Long> out) -> {
                    long product = 1;
                    for (Tuple3<Long, Long, String> each : group) {
                        product *= each.f1;
                    }
                    out.collect(product);
                })
                .returns(Types.LONG);
        assertThat(countAndSum(groups))
                .isEqualTo(countAndSum(LongStream.range(0, RECORDS / 2).map(i -> 2 * i * (2 * i + 1))));
    }

    @Test
    void combines() {
        DataSet<Long> sums = records(RECORDS)
                .groupBy(0)
                .reduce((one, other) -> Tuple3.of(one.f0, one.f1 * other.f1, one.f2))
                .map(each -> each.f1)
                .returns(Types.LONG);
        assertThat(countAndSum(sums))
                .isEqualTo(countAndSum(LongStream.range(0, RECORDS / 2).map(i -> 2 * i * (2 * i + 1))));
    }

    @Test
    void leavesOutWhatIsThereAlready() {
        DataSet<Tuple3<Long, Long, String>> records = records(RECORDS);
        DataSet<Long> distinct =
                records.union(records(RECORDS)).distinct(1).map(each -> each.f1).returns(Types.LONG);
        assertThat(countAndSum(distinct)).isEqualTo(countAndSum(numbers()));
    }

    @ParameterizedTest
    @EnumSource(
            value = JoinHint.class,
            names = {"REPARTITION_HASH_FIRST", "REPARTITION_HASH_SECOND", "REPARTITION_SORT_MERGE"})
    void joins(JoinHint hint) {
        JoinedSets<Tuple3<Long, Long, String>, Tuple3<Long, Long, String>> joined =
                records(RECORDS).join(even(), hint).where(1).equalTo(0);
        DataSet<Long> sums = joined.with((one, other) -> one.f1 + other.f1).returns(Types.LONG);
        assertThat(countAndSum(sums))
                .isEqualTo(
                        countAndSum(numbers().filter(number -> number % 2 == 0).map(number -> number + number / 2)));
    }

    @ParameterizedTest
    @EnumSource(
            value = JoinHint.class,
            names = {"REPARTITION_HASH_FIRST", "REPARTITION_HASH_SECOND", "REPARTITION_SORT_MERGE"})
    void joinsWhatHasNoMatch(JoinHint hint) {
        JoinedSets<Tuple3<Long, Long, String>, Tuple3<Long, Long, String>> joined =
                records(RECORDS).fullOuterJoin(even(), hint).where(1).equalTo(0);
        DataSet<Long> sums = joined.with(
                        (one, other) -> (one == null ? RECORDS : one.f1) + (other == null ? 0 : other.f1))
                .returns(Types.LONG);
        LongStream onlyFirst = numbers().filter(number -> number % 2 == 1);
        LongStream both = numbers().filter(number -> number % 2 == 0).map(number -> number + number / 2);
        LongStream onlySecond =
                LongStream.range(RECORDS / 2, RECORDS / 2 + RECORDS / 10).map(number -> RECORDS + number);
        assertThat(countAndSum(sums))
                .isEqualTo(countAndSum(LongStream.concat(onlyFirst, LongStream.concat(both, onlySecond))));
    }

    /** Even numbers with their halves, also some that are too large to find a match. */
    private DataSet<Tuple3<Long, Long, String>> even() {
        return environment
                .fromSequence(0, RECORDS / 2 + RECORDS / 10 - 1)
                .map(half -> Tuple3.of(2 * half, half, FILLER))
                .returns(TYPE);
    }

    /** All records have one key, and meet some of the same in both ways of pairing sorted groups. */
    @Test
    void groupsOfOneKeyMayBeLargerThanMemory() {
        long others = 3;
        DataSet<Tuple3<Long, Long, String>> one =
                records(RECORDS).map(each -> Tuple3.of(7L, each.f1, each.f2)).returns(TYPE);
        DataSet<Tuple3<Long, Long, String>> few = environment
                .fromSequence(1, others)
                .map(number -> Tuple3.of(7L, number, FILLER))
                .returns(TYPE);
        DataSet<Long> joined = few.join(one, JoinHint.REPARTITION_SORT_MERGE)
                .where(0)
                .equalTo(0)
                .with((first, second) -> first.f1 * second.f1)
                .returns(Types.LONG);
        DataSet<Long> coGrouped = one.coGroup(few)
                .where(0)
                .equalTo(0)
                .with(
                        (Iterable<Tuple3<Long, Long, String>> first,
                                Iterable<Tuple3<Long, Long, String>> second,
                                Collector<Long> out) -> {
                            long count = 0;
                            for (Tuple3<Long, Long, String> each : first) {
                                count += each.f0;
                            }
                            out.collect(count);
                        })
                .returns(Types.LONG);
        long sum = (long) RECORDS * (RECORDS - 1) / 2;
        assertThat(countAndSum(joined.union(coGrouped)))
                .isEqualTo(Tuple2.of(others * RECORDS + 1, (1 + 2 + 3) * sum + 7L * RECORDS));
        assertThat(List.of(environment.getLastJobExecutionResult().getSpilledBytes()))
                .allMatch(bytes -> bytes > RECORDS);
    }
}

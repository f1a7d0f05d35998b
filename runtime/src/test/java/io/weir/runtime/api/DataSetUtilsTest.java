package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dataset.DataSet;
import io.weir.dataset.DataSetUtils;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.RichMapPartitionFunction;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.types.order.Order;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ranges, numbers and samples of data sets. */
@Timeout(120)
class DataSetUtilsTest {
    private static final int PARALLELISM = 4;

    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(PARALLELISM);

    /** Tells of an instance: its number, how many records it has, the least and the greatest. */
    private static final class Bounds extends RichMapPartitionFunction<Long, Tuple3<Integer, Long, List<Long>>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void mapPartition(Iterable<Long> records, Collector<Tuple3<Integer, Long, List<Long>>> out) {
            long count = 0;
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            for (long record : records) {
                count++;
                least = Math.min(least, record);
                greatest = Math.max(greatest, record);
            }
            int number = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
            out.collect(Tuple3.of(number, count, List.of(least, greatest)));
        }
    }

    private static List<Tuple3<Integer, Long, List<Long>>> bounds(DataSet<Long> data) {
        List<Tuple3<Integer, Long, List<Long>>> bounds =
                new ArrayList<>(data.mapPartition(new Bounds()).collect());
        bounds.sort(Comparator.comparing(instance -> instance.f0));
        return bounds;
    }

    @Test
    void rangesAreOfOneSizeAndDoNotOverlap() {
        // Skewed: squares, so that ranges of one width would differ in size.
        DataSet<Long> data = environment.fromSequence(1, 40_000).map(number -> number * number % 1_000_003 + number);
        List<Tuple3<Integer, Long, List<Long>>> bounds = bounds(data.partitionByRange(number -> number));
        assertThat(bounds).hasSize(PARALLELISM);
        for (int i = 0; i < PARALLELISM; i++) {
            assertThat(bounds.get(i).f1).isBetween(7_000L, 13_000L);
            if (i > 0) {
                assertThat(bounds.get(i).f2.get(0))
                        .isGreaterThan(bounds.get(i - 1).f2.get(1));
            }
        }
    }

    @Test
    void dataSetsAreSortedAsAWhole() {
        Random random = new Random(7);
        List<Tuple2<Integer, String>> records = IntStream.range(0, 5_000)
                .mapToObj(i -> Tuple2.of(random.nextInt(100), "v" + random.nextInt(100)))
                .toList();
        List<Tuple2<Long, Tuple2<Integer, String>>> sorted = DataSetUtils.zipWithIndex(environment
                        .fromCollection(records)
                        .partitionByRange("f0", "f1")
                        .sortPartition(0, Order.ASCENDING)
                        .sortPartition(1, Order.ASCENDING))
                .collect();
        List<Tuple2<Integer, String>> expected = new ArrayList<>(records);
        expected.sort(Comparator.comparing((Tuple2<Integer, String> record) -> record.f0)
                .thenComparing(record -> record.f1));
        List<Tuple2<Long, Tuple2<Integer, String>>> byIndex = new ArrayList<>(sorted);
        byIndex.sort(Comparator.comparing(record -> record.f0));
        assertThat(byIndex.stream().map(record -> record.f1)).containsExactlyElementsOf(expected);
        assertThat(byIndex.stream().map(record -> record.f0))
                .containsExactlyElementsOf(LongStream.range(0, 5_000).boxed().toList());
    }

    @Test
    void recordsGetNumbersOfTheirOwn() {
        DataSet<Long> data = environment.fromSequence(1, 1_001).filter(number -> number % 3 != 0);
        List<Tuple2<Long, Long>> numbered = DataSetUtils.zipWithUniqueId(data).collect();
        assertThat(numbered).hasSize(668);
        assertThat(new HashSet<>(numbered.stream().map(record -> record.f0).toList()))
                .hasSize(668);
        assertThat(DataSetUtils.countElementsPerPartition(data).collect())
                .hasSize(PARALLELISM)
                .extracting(count -> count.f1)
                .satisfies(counts -> assertThat(
                                counts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(668));
    }

    @Test
    void samplesHaveAboutTheFraction() {
        DataSet<Long> data = environment.fromSequence(1, 20_000);
        List<Long> some = DataSetUtils.sample(data, false, 0.25, 5).collect();
        assertThat(some.size()).isBetween(4_500, 5_500);
        assertThat(new HashSet<>(some)).hasSameSizeAs(some);
        List<Long> several = DataSetUtils.sample(data, true, 1.5, 5).collect();
        assertThat(several.size()).isBetween(28_500, 31_500);
        // Each is missing with the probability exp(-1.5).
        assertThat(new HashSet<>(several).size()).isBetween(15_000, 16_000);
        assertThatThrownBy(() -> DataSetUtils.sample(data, false, 1.5)).isInstanceOf(WeirException.class);
    }

    @Test
    void samplesHaveTheirSize() {
        // Instances have very different numbers of records.
        DataSet<Long> data = environment
                .fromSequence(0, 9_999)
                .partitionCustom((Long number, int instances) -> number < 9_000 ? 0 : 1, number -> number);
        List<Long> some = DataSetUtils.sampleWithSize(data, false, 2_000, 11).collect();
        assertThat(some).hasSize(2_000);
        assertThat(new HashSet<>(some)).hasSize(2_000);
        assertThat(some.stream().filter(number -> number >= 9_000).count()).isBetween(130L, 280L);
        List<Long> several = DataSetUtils.sampleWithSize(data, true, 20_000, 11).collect();
        assertThat(several).hasSize(20_000);
        assertThat(new HashSet<>(several).size()).isBetween(8_300, 9_000);
        assertThat(several.stream().filter(number -> number >= 9_000).count()).isBetween(1_700L, 2_300L);
        List<Long> all = new ArrayList<>(DataSetUtils.sampleWithSize(environment.fromSequence(1, 5), false, 100)
                .collect());
        Collections.sort(all);
        assertThat(all).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(DataSetUtils.sampleWithSize(data, true, 0).collect()).isEmpty();
    }
}

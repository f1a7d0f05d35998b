package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.IterativeDataSet;
import io.weir.functions.Collector;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import io.weir.functions.iteration.LongSumAggregator;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bulk iterations as programs write them, against loops in plain Java. */
@Timeout(120)
class BulkIterationTest {
    private static final TypeHint<Tuple2<Integer, Double>> RANKS = new TypeHint<>() {};

    private static final AtomicInteger KEYS = new AtomicInteger();

    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(3);

    @Test
    void eachSuperstepGoesOnWithWhatTheOneBeforeHasMade() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 1_000).iterate(10);
        List<Long> result = loop.closeWith(loop.map(value -> value + 1)).collect();
        assertThat(result)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(11, 1_010).boxed().toList());
    }

    @Test
    void theResultIsUsedSeveralTimes() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 100).iterate(3);
        DataSet<Long> tripled = loop.closeWith(loop.map(value -> value * 3).rebalance());
        IterativeDataSet<Long> second = tripled.reduce(Long::sum).iterate(2);
        DataSet<Long> sum = second.closeWith(second.map(value -> value + 1));
        List<Long> result = tripled.filter(value -> value > 2_600).union(sum).collect();
        assertThat(result).containsExactlyInAnyOrder(2_619L, 2_646L, 2_673L, 2_700L, 27L * 5_050 + 2);
    }

    @Test
    void groupsAreReducedInEachSuperstep() {
        // Halves the number of records in each superstep: those of two neighbours become one.
        IterativeDataSet<Tuple2<Long, Long>> loop = environment
                .generateSequence(0, 1_023)
                .map(value -> Tuple2.of(value, value))
                .returns(new TypeHint<Tuple2<Long, Long>>() {})
                .iterate(8);
        DataSet<Tuple2<Long, Long>> halved = loop.map(record -> Tuple2.of(record.f0 / 2, record.f1))
                .returns(new TypeHint<Tuple2<Long, Long>>() {})
                .groupBy(0)
                .sum(1);
        List<Tuple2<Long, Long>> result = loop.closeWith(halved).collect();
        List<Tuple2<Long, Long>> expected = new ArrayList<>();
        for (long group = 0; group < 4; group++) {
            expected.add(Tuple2.of(
                    group, LongStream.range(group * 256, group * 256 + 256).sum()));
        }
        assertThat(result).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void ranksOfPagesAgreeWithAPlainLoop() {
        int pages = 200;
        int supersteps = 12;
        Random random = new Random(11);
        List<Tuple2<Integer, Integer>> links = new ArrayList<>();
        for (int page = 0; page < pages; page++) {
            links.add(Tuple2.of(page, (page + 1) % pages));
            for (int i = random.nextInt(6); i > 0; i--) {
                links.add(Tuple2.of(page, random.nextInt(pages)));
            }
        }
        DataSet<Tuple2<Integer, int[]>> targets = environment
                .fromCollection(links)
                .groupBy(0)
                .reduceGroup((Iterable<Tuple2<Integer, Integer>> group, Collector<Tuple2<Integer, int[]>> out) -> {
                    IntStream.Builder all = IntStream.builder();
                    int page = -1;
                    for (Tuple2<Integer, Integer> link : group) {
                        page = link.f0;
                        all.add(link.f1);
                    }
                    out.collect(Tuple2.of(page, all.build().toArray()));
                })
                .returns(new TypeHint<Tuple2<Integer, int[]>>() {});
        IterativeDataSet<Tuple2<Integer, Double>> ranks = environment
                .generateSequence(0, pages - 1)
                .map(page -> Tuple2.of(page.intValue(), 1.0 / pages))
                .returns(RANKS)
                .iterate(supersteps);
        DataSet<Tuple2<Integer, Double>> next = ranks.join(targets)
                .where(0)
                .equalTo(0)
                .with(
                        (Tuple2<Integer, Double> rank,
                                Tuple2<Integer, int[]> of,
                                Collector<Tuple2<Integer, Double>> out) -> {
                            for (int target : of.f1) {
                                out.collect(Tuple2.of(target, rank.f1 / of.f1.length));
                            }
                        })
                .returns(RANKS)
                .groupBy(0)
                .sum(1)
                .map(rank -> Tuple2.of(rank.f0, 0.15 / pages + 0.85 * rank.f1))
                .returns(RANKS);
        List<Tuple2<Integer, Double>> result = ranks.closeWith(next).collect();
        double[] expected = plainRanks(links, pages, supersteps);
        assertThat(result).hasSize(pages);
        result.forEach(rank -> assertThat(rank.f1).isEqualTo(expected[rank.f0], offset(1e-12)));
    }

    @Test
    void whatIsOutsideOfAnIterationWaitsOnDisk() {
        environment.configure(
                new Configuration().set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING));
        theResultIsUsedSeveralTimes();
        ranksOfPagesAgreeWithAPlainLoop();
    }

    private static double[] plainRanks(List<Tuple2<Integer, Integer>> links, int pages, int supersteps) {
        int[] degree = new int[pages];
        links.forEach(link -> degree[link.f0]++);
        double[] ranks = new double[pages];
        Arrays.fill(ranks, 1.0 / pages);
        for (int i = 0; i < supersteps; i++) {
            double[] next = new double[pages];
            for (Tuple2<Integer, Integer> link : links) {
                next[link.f1] += ranks[link.f0] / degree[link.f0];
            }
            for (int page = 0; page < pages; page++) {
                next[page] = 0.15 / pages + 0.85 * next[page];
            }
            ranks = next;
        }
        return ranks;
    }

    @Test
    void unionWithWhatStaysTheSame() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 10).iterate(4);
        DataSet<Long> same = environment.generateSequence(1, 10).map(value -> -value);
        List<Long> result =
                loop.closeWith(loop.map(value -> value * 2).union(same)).collect();
        // 1..10 times 16, and what was added in each superstep, doubled since.
        List<Long> expected = new ArrayList<>();
        for (long value = 1; value <= 10; value++) {
            expected.addAll(List.of(16 * value, -8 * value, -4 * value, -2 * value, -value));
        }
        assertThat(result).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatStaysTheSameIsHashedOnce() {
        KEYS.set(0);
        IterativeDataSet<Long> loop = environment.generateSequence(1, 10).iterate(6);
        DataSet<Long> next = loop.leftOuterJoin(environment.generateSequence(1_001, 2_000))
                .where(value -> value)
                .equalTo(value -> {
                    KEYS.incrementAndGet();
                    return value;
                })
                .with((value, none) -> value + 1);
        assertThat(loop.closeWith(next).collect())
                .containsExactlyInAnyOrder(7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L);
        // Each is asked for its key where it is sent and where it is hashed.
        assertThat(KEYS).hasValueLessThanOrEqualTo(2_000);
    }

    @Test
    void endsWhenTheTerminationCriterionIsEmpty() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 5).iterate(1_000);
        DataSet<Long> next = loop.map(value -> value + 1);
        List<Long> result =
                loop.closeWith(next, next.filter(value -> value < 20)).collect();
        assertThat(result).containsExactlyInAnyOrder(20L, 21L, 22L, 23L, 24L);
    }

    @Test
    void endsWhenAnAggregateSaysSo() {
        IterativeDataSet<Long> loop = environment
                .generateSequence(1, 100)
                .iterate(1_000)
                .registerAggregationConvergenceCriterion(
                        "sum", new LongSumAggregator(), (superstep, sum) -> sum >= 5_050 + 700);
        List<Long> result = loop.closeWith(loop.map(new Adding())).collect();
        // Superstep 7 is the first whose sum is 5,750 or more; functions see the sum of the superstep before.
        assertThat(result)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(8, 107).boxed().toList());
    }

    /** Adds one, and checks what it is told. */
    private static final class Adding extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private LongSumAggregator sum;

        @Override
        public void open(OpenContext context) {
            int superstep = getIterationRuntimeContext().getSuperstepNumber();
            Long before = getIterationRuntimeContext().getPreviousIterationAggregate("sum");
            Long expected = superstep == 1 ? null : (Long) (5_050L + 100 * (superstep - 1));
            if (!Objects.equals(before, expected)) {
                throw new IllegalStateException(before + " instead of " + expected + " in superstep " + superstep);
            }
            sum = getIterationRuntimeContext().getIterationAggregator("sum");
        }

        @Override
        public Long map(Long value) {
            sum.aggregate(value + 1);
            return value + 1;
        }
    }

    @Test
    void nothingButTheResultLeavesTheIteration() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 5).iterate(3);
        DataSet<Long> next = loop.map(value -> value + 1);
        DataSet<Long> result = loop.closeWith(next);
        assertThatThrownBy(() -> result.union(next).collect())
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("iterate()");
    }
}

package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dataset.DataSet;
import io.weir.dataset.DeltaIteration;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.IterativeDataSet;
import io.weir.functions.OpenContext;
import io.weir.functions.RichFilterFunction;
import io.weir.functions.RichMapFunction;
import io.weir.functions.accumulators.IntCounter;
import io.weir.functions.iteration.Aggregator;
import io.weir.functions.iteration.LongSumAggregator;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What programs may say about iterations, and what they are told if they may not. */
@Timeout(60)
class IterationRulesTest {
    private static final TypeHint<Tuple2<Long, Long>> PAIRS = new TypeHint<>() {};

    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);

    private static void assertRefused(ThrowingCallable program, String... why) {
        assertThatThrownBy(program)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PROGRAM))
                .satisfies(e -> assertThat(e.getMessage()).contains(why));
    }

    @Test
    void anIterationInAnIterationIsRefused() {
        IterativeDataSet<Long> outer = environment.generateSequence(1, 5).iterate(3);
        IterativeDataSet<Long> inner = outer.map(value -> value + 1).iterate(2);
        DataSet<Long> next = inner.closeWith(inner.map(value -> value * 2));
        assertRefused(() -> outer.closeWith(next).collect(), "iterate()", "neither be nested nor mixed");
    }

    @Test
    void aDeltaIterationInAnIterationIsRefused() {
        IterativeDataSet<Tuple2<Long, Long>> outer =
                environment.fromElements(Tuple2.of(1L, 1L)).iterate(3);
        DeltaIteration<Tuple2<Long, Long>, Tuple2<Long, Long>> inner = outer.iterateDelta(outer, 2, 0);
        DataSet<Tuple2<Long, Long>> next = inner.closeWith(inner.getWorkset(), inner.getWorkset());
        assertRefused(() -> outer.closeWith(next).collect(), "neither be nested nor mixed");
    }

    @Test
    void anIterationHasToBeClosed() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 5).iterate(3);
        assertRefused(() -> loop.map(value -> value + 1).collect(), "iterate()", "closeWith()");
    }

    @Test
    void whatComesNextHasToComeFromTheIteration() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 5).iterate(3);
        DataSet<Long> other = environment.generateSequence(7, 9).map(value -> value + 1);
        assertRefused(() -> loop.closeWith(other).collect(), "iterate()", "closeWith()");
    }

    @Test
    void nothingHappensToTheRecords() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 5).iterate(3);
        assertThat(loop.closeWith(loop).collect()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void thereIsAtLeastOneSuperstep() {
        assertRefused(() -> environment.generateSequence(1, 5).iterate(0), "at least 1 superstep");
    }

    @Test
    void anAggregatorHasItsNameForItself() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 5).iterate(3);
        loop.registerAggregator("sum", new LongSumAggregator());
        assertRefused(() -> loop.registerAggregator("sum", new LongSumAggregator()), "'sum' already");
    }

    @Test
    void theNameOfAnAggregatorIsUnknown() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 5).iterate(3);
        assertThatThrownBy(() -> loop.closeWith(loop.map(new Largest())).collect())
                .hasStackTraceContaining("the aggregator 'largest'");
    }

    @Test
    void functionsGiveEachOtherAggregates() {
        IterativeDataSet<Long> loop =
                environment.generateSequence(1, 100).iterate(5).registerAggregator("largest", new LargestAggregator());
        // Each superstep adds the largest value of the one before: 100, 200, 400, 800.
        assertThat(loop.closeWith(loop.map(new Largest())).collect())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1_501, 1_600).boxed().toList());
    }

    /** Keeps the greatest value. */
    private static final class LargestAggregator implements Aggregator<Long> {
        private static final long serialVersionUID = 1L;

        private long largest = Long.MIN_VALUE;

        @Override
        public Long getAggregate() {
            return largest;
        }

        @Override
        public void aggregate(Long value) {
            largest = Math.max(largest, value);
        }

        @Override
        public void reset() {
            largest = Long.MIN_VALUE;
        }
    }

    private static final class Largest extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private transient LargestAggregator largest;
        private transient long added;

        @Override
        public void open(OpenContext context) {
            largest = getIterationRuntimeContext().getIterationAggregator("largest");
            Long before = getIterationRuntimeContext().getPreviousIterationAggregate("largest");
            added = before == null ? 0 : before;
        }

        @Override
        public Long map(Long value) {
            largest.aggregate(value + added);
            return value + added;
        }
    }

    @Test
    void aDeltaIterationConvergesByAnAggregate() {
        DataSet<Tuple2<Long, Long>> initial = environment
                .generateSequence(0, 9)
                .map(value -> Tuple2.of(value, 0L))
                .returns(PAIRS);
        DeltaIteration<Tuple2<Long, Long>, Tuple2<Long, Long>> iteration = initial.iterateDelta(initial, 1_000, 0)
                .registerAggregationConvergenceCriterion(
                        "changes", new LongSumAggregator(), (superstep, changes) -> changes <= 4);
        DataSet<Tuple2<Long, Long>> changes = iteration
                .getWorkset()
                .join(iteration.getSolutionSet())
                .where(0)
                .equalTo(0)
                .with((work, known) -> Tuple2.of(known.f0, known.f1 + 1))
                .returns(PAIRS)
                .filter(new Counted());
        // Superstep n changes the records from n on: the sixth changes four.
        assertThat(iteration.closeWith(changes, changes).collect())
                .extracting(record -> record.f1)
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 6L, 6L, 6L);
    }

    /** Lets records pass whose number is not less than that of the superstep. */
    private static final class Counted extends RichFilterFunction<Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        private transient LongSumAggregator changes;
        private transient int superstep;

        @Override
        public void open(OpenContext context) {
            changes = getIterationRuntimeContext().getIterationAggregator("changes");
            superstep = getIterationRuntimeContext().getSuperstepNumber();
        }

        @Override
        public boolean filter(Tuple2<Long, Long> record) {
            if (record.f0 < superstep) {
                return false;
            }
            changes.aggregate(1);
            return true;
        }
    }

    @Test
    void broadcastSetsOfEachSuperstep() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 10).iterate(4);
        DataSet<Long> sum = loop.reduce(Long::sum);
        DataSet<Long> offsets = environment.generateSequence(1, 3);
        DataSet<Long> next =
                loop.map(new WithSum()).withBroadcastSet(sum, "sum").withBroadcastSet(offsets, "offsets");
        long[] expected = LongStream.rangeClosed(1, 10).toArray();
        for (int superstep = 0; superstep < 4; superstep++) {
            long now = LongStream.of(expected).sum();
            for (int i = 0; i < expected.length; i++) {
                expected[i] = expected[i] + now + 6;
            }
        }
        assertThat(loop.closeWith(next).collect())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.of(expected).boxed().toList());
    }

    private static final class WithSum extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private transient long added;

        @Override
        public void open(OpenContext context) {
            List<Long> sum = getRuntimeContext().getBroadcastVariable("sum");
            List<Long> offsets = getRuntimeContext().getBroadcastVariable("offsets");
            added = sum.get(0) + offsets.stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public Long map(Long value) {
            return value + added;
        }
    }

    @Test
    void accumulatorsCountInAllSupersteps() {
        IterativeDataSet<Long> loop = environment.generateSequence(1, 10).iterate(4);
        assertThat(loop.closeWith(loop.map(new Counting())).collect()).hasSize(10);
        Integer counted = environment.getLastJobExecutionResult().getAccumulatorResult("records");
        assertThat(counted).isEqualTo(40);
        Integer opened = environment.getLastJobExecutionResult().getAccumulatorResult("opened");
        assertThat(opened).isEqualTo(4 * 2);
    }

    /** Counts records and supersteps. */
    private static final class Counting extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private final IntCounter opened = new IntCounter();
        private transient IntCounter records;

        @Override
        public void open(OpenContext context) {
            records = getRuntimeContext().getIntCounter("records");
            if (getIterationRuntimeContext().getSuperstepNumber() == 1) {
                getRuntimeContext().addAccumulator("opened", opened);
            }
            opened.add(1);
        }

        @Override
        public Long map(Long value) {
            records.add(1);
            return value;
        }
    }

    @Test
    void oneFunctionInSeveralOperatorsIsSeveralFunctions() {
        Numbering numbering = new Numbering();
        List<Long> numbered = environment
                .generateSequence(1, 100)
                .setParallelism(1)
                .map(numbering)
                .setParallelism(1)
                .map(numbering)
                .setParallelism(1)
                .collect();
        assertThat(numbered)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
    }

    /** Counts what it takes. */
    private static final class Numbering extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private long count;

        @Override
        public Long map(Long value) {
            return ++count;
        }
    }
}

package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.RpcOptions;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobExecutionResult;
import io.weir.functions.OpenContext;
import io.weir.functions.RichFilterFunction;
import io.weir.functions.RichMapFunction;
import io.weir.functions.RuntimeContext;
import io.weir.functions.accumulators.Accumulator;
import io.weir.functions.accumulators.AverageAccumulator;
import io.weir.functions.accumulators.IntCounter;
import io.weir.functions.accumulators.ListAccumulator;
import io.weir.functions.accumulators.LongMaximum;
import io.weir.functions.accumulators.LongMinimum;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What functions accumulate is in the result of their job. */
@Timeout(120)
class AccumulatorsTest {
    private static final AtomicInteger FAILURES = new AtomicInteger();

    /** An accumulator of the program's own. */
    private static final class Different implements Accumulator<Long, TreeSet<Long>> {
        private static final long serialVersionUID = 1L;

        private final TreeSet<Long> values = new TreeSet<>();

        @Override
        public void add(Long value) {
            values.add(value);
        }

        @Override
        public TreeSet<Long> getLocalValue() {
            return values;
        }

        @Override
        public void resetLocal() {
            values.clear();
        }

        @Override
        public void merge(Accumulator<Long, TreeSet<Long>> other) {
            values.addAll(other.getLocalValue());
        }
    }

    /** Counts in all ways there are. */
    private static final class CountAll extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private final AverageAccumulator average = new AverageAccumulator();
        private final ListAccumulator<String> tens = new ListAccumulator<>();
        private final LongMinimum least = new LongMinimum();
        private final LongMaximum greatest = new LongMaximum();
        private final Different different = new Different();

        @Override
        public void open(OpenContext context) {
            getRuntimeContext().addAccumulator("average", average);
            getRuntimeContext().addAccumulator("tens", tens);
            getRuntimeContext().addAccumulator("least", least);
            getRuntimeContext().addAccumulator("greatest", greatest);
            getRuntimeContext().addAccumulator("different", different);
            assertThat(getRuntimeContext().getAccumulator("none")).isNull();
        }

        @Override
        public Long map(Long value) {
            getRuntimeContext().getIntCounter("records").add(1);
            getRuntimeContext().getLongCounter("sum").add(value);
            getRuntimeContext().getDoubleCounter("half").add(value / 2.0);
            getRuntimeContext().getHistogram("digits").add((int) (value % 10));
            average.add(value);
            least.add(value);
            greatest.add(value);
            different.add(value % 3);
            if (value % 100 == 0) {
                tens.add("v" + value);
            }
            return value;
        }
    }

    private static final class Count extends RichFilterFunction<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(Long value) {
            getRuntimeContext().getIntCounter("records").add(1);
            return value % 2 == 0;
        }
    }

    private static void assertAll(JobExecutionResult result, int records) {
        assertThat(result.<Integer>getAccumulatorResult("records")).isEqualTo(records);
        assertThat(result.<Long>getAccumulatorResult("sum")).isEqualTo(500_500);
        assertThat(result.<Double>getAccumulatorResult("half")).isEqualTo(250_250);
        assertThat(result.<Double>getAccumulatorResult("average")).isEqualTo(500.5);
        assertThat(result.<Long>getAccumulatorResult("least")).isEqualTo(1);
        assertThat(result.<Long>getAccumulatorResult("greatest")).isEqualTo(1_000);
        assertThat(result.<TreeSet<Long>>getAccumulatorResult("different")).containsExactly(0L, 1L, 2L);
        TreeMap<Integer, Integer> digits = result.getAccumulatorResult("digits");
        assertThat(digits).hasSize(10).allSatisfy((digit, count) -> assertThat(count)
                .isEqualTo(100));
        ArrayList<String> tens = result.getAccumulatorResult("tens");
        assertThat(tens)
                .containsExactlyInAnyOrder(
                        "v100", "v200", "v300", "v400", "v500", "v600", "v700", "v800", "v900", "v1000");
        assertThat(result.<Object>getAccumulatorResult("none")).isNull();
        assertThat(result.getAllAccumulatorResults())
                .containsOnlyKeys(
                        "average", "different", "digits", "greatest", "half", "least", "records", "sum", "tens");
        assertThat(result.getNetRuntime()).isNotNegative();
    }

    @Test
    void dataSetsAccumulate() {
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(3);
        assertThat(environment.getLastJobExecutionResult()).isNull();
        // Two functions of one task, and one of another, count under one name.
        List<Long> even = environment
                .fromSequence(1, 1_000)
                .map(new CountAll())
                .filter(new Count())
                .rebalance()
                .filter(new Count())
                .collect();
        assertThat(even).hasSize(500);
        assertAll(environment.getLastJobExecutionResult().getJobExecutionResult(), 2_500);
        environment.fromElements(1L).filter(new Count()).print();
        JobExecutionResult next = environment.getLastJobExecutionResult();
        assertThat(next.getAllAccumulatorResults()).isEqualTo(Map.of("records", 1));
    }

    @Test
    void streamsAccumulate() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
        environment.fromSequence(1, 1_000).map(new CountAll()).addSink((value, context) -> {});
        assertAll(environment.execute(), 1_000);
    }

    private static final class FailTwice extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long value) {
            getRuntimeContext().getLongCounter("sum").add(value);
            if (value == 700 && FAILURES.getAndIncrement() < 2) {
                throw new IllegalStateException("boom");
            }
            return value;
        }
    }

    /** In stages, the tasks before the one that fails have finished, and count once; those that fail count once they succeed. */
    @Test
    void attemptsThatFailDoNotCount() {
        for (BatchShuffleMode mode : BatchShuffleMode.values()) {
            FAILURES.set(0);
            ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(
                    2,
                    new Configuration()
                            .set(ExecutionOptions.BATCH_SHUFFLE_MODE, mode)
                            .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                            .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 3)
                            .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1)));
            environment
                    .fromSequence(1, 1_000)
                    .filter(new Count())
                    .rebalance()
                    .map(new FailTwice())
                    .count();
            assertThat(FAILURES).hasValue(3);
            assertThat(environment.getLastJobExecutionResult().getAllAccumulatorResults())
                    .as(mode.name())
                    .isEqualTo(Map.of("records", 1_000, "sum", 250_500L));
        }
    }

    /** What a function does when it opens. */
    private interface Use extends Serializable {
        void of(RuntimeContext context);
    }

    private static void open(Use... uses) {
        Configuration small = new Configuration().set(RpcOptions.MAX_FRAME_SIZE, MemorySize.ofMebiBytes(1));
        DataSet<Integer> data =
                ExecutionEnvironment.createLocalEnvironment(1, small).fromElements(1);
        for (Use use : uses) {
            data = data.map(new RichMapFunction<>() {
                private static final long serialVersionUID = 1L;

                @Override
                public void open(OpenContext context) {
                    use.of(getRuntimeContext());
                }

                @Override
                public Integer map(Integer value) {
                    return value;
                }
            });
        }
        data.collect();
        data.getExecutionEnvironment().getLastJobExecutionResult().getAllAccumulatorResults();
    }

    @Test
    void whatIsUsedWronglyIsNamed() {
        assertThatThrownBy(() -> open(context -> {
                    context.addAccumulator("number", new IntCounter());
                    context.addAccumulator("number", new IntCounter());
                }))
                .hasMessageContaining("'number' twice");
        assertThatThrownBy(() -> open(context -> {
                    context.getIntCounter("number");
                    context.getLongCounter("number");
                }))
                .hasMessageContaining("asks for the LongCounter 'number', which is a IntCounter");
        assertThatThrownBy(() ->
                        open(context -> context.getIntCounter("number"), context -> context.getLongCounter("number")))
                .hasMessageContaining("different names");
        assertThatThrownBy(() -> open(context -> {
                    ListAccumulator<byte[]> list = new ListAccumulator<>();
                    context.addAccumulator("list", list);
                    list.add(new byte[100_000]);
                }))
                .hasMessageContaining("[list]")
                .hasMessageContaining("write records with a sink");
    }
}

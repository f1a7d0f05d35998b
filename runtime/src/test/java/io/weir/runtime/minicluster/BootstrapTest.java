package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.KeyedStateBootstrapFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import io.weir.state.CheckpointListener;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The state that a batch has made is that of the same records replayed, and it is made once, whatever fails later. */
@Timeout(180)
class BootstrapTest {
    private static final long HISTORY = 10_000;
    private static final long RECORDS = 15_000;
    private static final int KEYS = 7;

    /** The history takes its time up to here, so that checkpoints would be taken of a part of it if they could. */
    private static final long DISTURBED = 300;

    private static final ValueStateDescriptor<Long> TOTAL = new ValueStateDescriptor<>("total", Types.LONG);

    /** The last and the first result of each key; written by the sinks, read by the test. */
    private static final Map<Long, Long> LAST = new ConcurrentHashMap<>();

    private static final Map<Long, Long> FIRST = new ConcurrentHashMap<>();

    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static final AtomicLong READ = new AtomicLong();

    /** The numbers of a key so far. */
    public record Sum(long key, long sum) {
        Sum plus(Sum other) {
            return new Sum(key, sum + other.sum);
        }
    }

    /** Begins with what was before. */
    private static final class Remember extends KeyedStateBootstrapFunction<Long, Sum> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> total;

        @Override
        public void open(OpenContext openContext) {
            total = getRuntimeContext().getState(TOTAL);
        }

        @Override
        public void processElement(Sum value, Context context) {
            assertThat(context.getCurrentKey()).isEqualTo(value.key());
            total.update(value.sum());
        }
    }

    /** Goes on. */
    private static final class Add extends KeyedProcessFunction<Long, Sum, Sum> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> total;

        @Override
        public void open(OpenContext openContext) {
            total = getRuntimeContext().getState(TOTAL);
        }

        @Override
        public void processElement(Sum value, Context context, Collector<Sum> out) {
            Long before = total.value();
            long now = (before == null ? 0 : before) + value.sum();
            total.update(now);
            out.collect(new Sum(value.key(), now));
        }
    }

    /** Fails some records after it has learnt of a checkpoint, a few times over all attempts; else it takes its time. */
    private static final class FailingMap extends RichMapFunction<Long, Sum> implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final int failures;
        private int recordsToGo = -1;

        FailingMap(int failures) {
            this.failures = failures;
        }

        @Override
        public Sum map(Long value) {
            LockSupport.parkNanos(20_000);
            if (recordsToGo >= 0 && --recordsToGo < 0 && FAILURES.incrementAndGet() <= failures) {
                throw new IllegalStateException("disturbed at " + value);
            }
            return new Sum(value % KEYS, value);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            if (recordsToGo < 0 && FAILURES.get() < failures) {
                recordsToGo = 50;
            }
        }
    }

    /** Whether the history is still to be disturbed. */
    private static final AtomicBoolean HISTORY_FAILS = new AtomicBoolean();

    private static void disturbHistory(long value) {
        if (value <= DISTURBED) {
            LockSupport.parkNanos(1_000_000);
        }
        if (value == DISTURBED && HISTORY_FAILS.getAndSet(false)) {
            throw new IllegalStateException("disturbed in the history");
        }
    }

    private static DataSet<Sum> history(StreamExecutionEnvironment env) {
        return ExecutionEnvironment.within(env.getProgram())
                .fromSequence(1, HISTORY)
                .map(value -> {
                    READ.incrementAndGet();
                    disturbHistory(value);
                    return new Sum(value % KEYS, value);
                })
                .returns(Sum.class)
                .groupBy("key")
                .reduce(Sum::plus);
    }

    private static void run(int failures) throws Exception {
        LAST.clear();
        FIRST.clear();
        READ.set(0);
        FAILURES.set(0);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 2, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                        .setParallelism(2)
                        .enableCheckpointing(20);
                env.getConfiguration()
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 10)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
                env.fromSequence(HISTORY + 1, HISTORY + RECORDS)
                        .map(new FailingMap(failures))
                        .keyBy(Sum::key)
                        .bootstrap(history(env), Sum::key, new Remember())
                        .process(new Add())
                        .addSink((value, context) -> {
                            LAST.merge(value.key(), value.sum(), Math::max);
                            FIRST.merge(value.key(), value.sum(), Math::min);
                        });
                env.execute("bootstrapped");
            });
        }
        assertThat(FAILURES.get()).isGreaterThanOrEqualTo(failures);
    }

    private static Map<Long, Long> sums(long to) {
        return LongStream.rangeClosed(1, to)
                .boxed()
                .collect(Collectors.groupingBy(value -> value % KEYS, Collectors.summingLong(value -> value)));
    }

    @Test
    void stateIsThatOfTheSameRecordsReplayed() throws Exception {
        run(0);
        assertThat(LAST).isEqualTo(sums(HISTORY + RECORDS));
        sums(HISTORY).forEach((key, sum) -> assertThat(FIRST.get(key)).isGreaterThan(sum));
        assertThat(READ.get()).isEqualTo(HISTORY);
    }

    @Test
    void whatFailsLaterDoesNotRepeatTheBatch() throws Exception {
        run(3);
        assertThat(LAST).isEqualTo(sums(HISTORY + RECORDS));
        assertThat(READ.get()).isEqualTo(HISTORY);
    }

    @Test
    void noCheckpointKeepsAPartOfTheBatch() throws Exception {
        HISTORY_FAILS.set(true);
        run(0);
        assertThat(HISTORY_FAILS).isFalse();
        assertThat(LAST).isEqualTo(sums(HISTORY + RECORDS));
        assertThat(READ.get()).isGreaterThan(HISTORY);
    }

    @Test
    void oneSourceOfBothIsRefused() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        DataSet<Sum> history = history(env);
        env.fromDataSet(history.filter(sum -> sum.key() > 0))
                .keyBy(Sum::key)
                .bootstrap(history, Sum::key, new Remember())
                .process(new Add())
                .addSink((value, context) -> {});
        assertThatThrownBy(env::execute)
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("both come from")
                .hasMessageContaining("read that twice");
    }

    @Test
    void dataSetsOfOtherProgramsAreRefused() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        DataSet<Sum> elsewhere = history(StreamExecutionEnvironment.createLocalEnvironment(1));
        assertThatThrownBy(() -> env.fromDataSet(elsewhere))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("ExecutionEnvironment.within(env.getProgram())");
    }
}

package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.StateBackendType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.Collector;
import io.weir.functions.FlatMapFunction;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import io.weir.state.CheckpointListener;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checkpoints with default settings while all queues are full: they are complete long before the sink has taken the
 * records that were emitted before their barriers.
 */
@Timeout(120)
class BackPressureTest {
    private static final int CHECKPOINTS = 5;

    private static final AtomicLong EMITTED = new AtomicLong();
    private static final AtomicLong TAKEN = new AtomicLong();

    /** How many records were emitted before a checkpoint's barrier, by checkpoint. */
    private static final Map<Long, Long> EMITTED_BEFORE = new ConcurrentHashMap<>();

    /** How many checkpoints were complete before the sink had taken all that was emitted before their barriers. */
    private static final AtomicInteger OVERTAKING = new AtomicInteger();

    private static final AtomicInteger COMPLETE = new AtomicInteger();

    @BeforeEach
    void reset() {
        EMITTED.set(0);
        TAKEN.set(0);
        EMITTED_BEFORE.clear();
        OVERTAKING.set(0);
        COMPLETE.set(0);
    }

    /** Counts what is emitted, and looks at each checkpoint how far the sink has come. */
    private static final class Emitted extends RichMapFunction<Long, Long>
            implements CheckpointedFunction, CheckpointListener {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long value) {
            EMITTED.incrementAndGet();
            return value;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            EMITTED_BEFORE.put(context.checkpointId(), EMITTED.get());
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // It keeps nothing.
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            if (TAKEN.get() < EMITTED_BEFORE.get(checkpointId)) {
                OVERTAKING.incrementAndGet();
            }
            COMPLETE.incrementAndGet();
        }
    }

    /** Emits far more for one record than the exchange has room for. */
    private static final class Many implements FlatMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(Long value, Collector<Long> out) {
            for (int i = 0; i < 100_000; i++) {
                out.collect(value);
            }
        }
    }

    /** Adds up in state that lies where the options say. */
    private static final class Sum extends KeyedProcessFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> sum;

        @Override
        public void open(OpenContext context) {
            sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Types.LONG));
        }

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) throws Exception {
            Long before = sum.value();
            sum.update(before == null ? value : before + value);
            out.collect(sum.value());
        }
    }

    private static void take() {
        LockSupport.parkNanos(5_000_000);
        TAKEN.incrementAndGet();
    }

    /** With one TaskManager state lies on the heap, with two in RocksDB, and checkpoints store its files. */
    private static void run(int taskManagers, boolean many) throws Exception {
        Configuration options = new Configuration()
                .set(CheckpointingOptions.TOLERABLE_FAILURES, 0)
                .set(StateBackendOptions.TYPE, taskManagers == 1 ? StateBackendType.HASHMAP : StateBackendType.ROCKSDB)
                .set(CheckpointingOptions.INCREMENTAL, taskManagers > 1);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, taskManagers, 2))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env =
                        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(2);
                env.enableCheckpointing(100);
                var emitted = env.fromSequence(1, Long.MAX_VALUE).map(new Emitted());
                (many ? emitted.rebalance().flatMap(new Many()) : emitted)
                        .keyBy(value -> value % 100)
                        .process(new Sum())
                        .addSink((value, context) -> take());
                JobClient job = env.executeAsync("slow");
                Eventually.until(
                        "checkpoints are complete",
                        () -> COMPLETE.get() >= CHECKPOINTS
                                || job.getJobExecutionResult().isDone());
                job.cancel().join();
            });
        }
        assertThat(OVERTAKING.get())
                .isGreaterThanOrEqualTo(CHECKPOINTS - 1); // the first may come before the queues fill
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void checkpointsDoNotWaitForASlowSink(int taskManagers) throws Exception {
        run(taskManagers, false);
    }

    /** The task takes the checkpoint although there is no room for what one record gives. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void checkpointsDoNotWaitForOneRecordThatGivesMany(int taskManagers) throws Exception {
        run(taskManagers, true);
    }
}

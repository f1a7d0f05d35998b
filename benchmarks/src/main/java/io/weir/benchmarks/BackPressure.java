package io.weir.benchmarks;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.StateBackendType;
import io.weir.configuration.TaskManagerOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.SinkFunction;
import io.weir.state.CheckpointListener;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * How long checkpoints take, with default settings, while a sink takes far less than the source has to give, so that all
 * queues are full. The same program as the peer's. Arguments: {@code SECONDS INTERVAL-MILLIS hashmap|rocksdb}.
 */
public final class BackPressure {
    private static final long KEYS = 100_000;
    private static final long MANAGED = 256L << 20;

    /** How long the sink takes for each record. */
    private static final long NANOS_PER_RECORD = 1_000_000;

    private BackPressure() {}

    /** Runs it in this process. */
    public static void main(String[] args) throws Exception {
        long seconds = Long.parseLong(args[0]);
        long interval = Long.parseLong(args[1]);
        Path directory = Files.createTempDirectory("weir-back-pressure");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2)
                .setParallelism(2)
                .enableCheckpointing(interval)
                .setStateBackend(StateBackendType.valueOf(args[2].toUpperCase(Locale.ROOT)));
        environment
                .getConfiguration()
                .set(CheckpointingOptions.DIRECTORY, directory.toString())
                .set(TaskManagerOptions.MANAGED_SIZE, new MemorySize(MANAGED));
        environment
                .fromSequence(0, Long.MAX_VALUE / 2)
                .keyBy(value -> value % KEYS)
                .process(new Count())
                .rebalance()
                .addSink(new Slow());
        JobClient job = environment.executeAsync("back-pressure");
        try {
            job.getJobExecutionResult().get(seconds, TimeUnit.SECONDS);
            throw new IllegalStateException("The job has ended");
        } catch (TimeoutException e) {
            DurationMeter.report("weir " + args[2], seconds * 1_000, interval);
        }
        job.cancel().join();
    }

    /** Takes its time. */
    private static final class Slow implements SinkFunction<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void invoke(Long value, Context context) {
            LockSupport.parkNanos(NANOS_PER_RECORD);
        }
    }

    /** Counts the records of a key. */
    private static final class Count extends KeyedProcessFunction<Long, Long, Long>
            implements CheckpointedFunction, CheckpointListener {
        private static final long serialVersionUID = 1L;

        private transient DurationMeter meter;
        private transient ValueState<Long> state;

        @Override
        public void open(OpenContext openContext) {
            meter = new DurationMeter(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
            state = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) throws Exception {
            Long before = state.value();
            state.update(before == null ? 1 : before + 1);
            out.collect(value);
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            meter.begin(context.getCheckpointId(), context.getCheckpointTimestamp());
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // All state is by key.
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            meter.end(checkpointId);
        }
    }
}

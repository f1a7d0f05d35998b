package io.weir.benchmarks.flink;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.SinkFunction;
import org.apache.flink.util.Collector;

/** The peer's back-pressure. Arguments as there. */
public final class FlinkBackPressure {
    private static final long KEYS = 100_000;
    private static final long MANAGED = 256L << 20;

    /** How long the sink takes for each record. */
    private static final long NANOS_PER_RECORD = 1_000_000;

    private FlinkBackPressure() {}

    /** Runs it in this process. */
    public static void main(String[] args) throws Exception {
        long seconds = Long.parseLong(args[0]);
        long interval = Long.parseLong(args[1]);
        Path directory = Files.createTempDirectory("flink-back-pressure");
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, 2);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, new MemorySize(MANAGED));
        configuration.setString("state.backend.type", args[2]);
        configuration.setString("execution.checkpointing.storage", "filesystem");
        configuration.setString("execution.checkpointing.dir", directory.toUri().toString());
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        environment.getConfig().enableObjectReuse();
        environment.enableCheckpointing(interval);
        environment
                .fromSequence(0, Long.MAX_VALUE / 2)
                .keyBy(value -> value % KEYS, Types.LONG)
                .process(new Count())
                .returns(Types.LONG)
                .rebalance()
                .addSink(new Slow());
        JobClient job = environment.executeAsync();
        try {
            job.getJobExecutionResult().get(seconds, TimeUnit.SECONDS);
            throw new IllegalStateException("The job has ended");
        } catch (TimeoutException e) {
            DurationMeter.report("flink-1.20.3 " + args[2], seconds * 1_000, interval);
        }
        System.exit(0); // threads of the peer are left
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

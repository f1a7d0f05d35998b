package io.weir.benchmarks.flink;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** The peer's checkpoint-stall: state on the heap, checkpoints in files. Arguments as there. */
public final class FlinkCheckpointStall {
    /** About what a key and its count take on the peer's heap. */
    private static final int BYTES = 100;

    /** How long the collector has to get used to the state: it copies what is new, and that is not to be measured. */
    private static final long SETTLING_MILLIS = 10_000;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private FlinkCheckpointStall() {}

    /** Runs it in this process. */
    public static void main(String[] args) throws Exception {
        long keys = Long.parseLong(args[0]) * 1_000_000 / BYTES;
        Path directory = Files.createTempDirectory("flink-stall");
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, 2);
        configuration.setString("state.backend.type", "hashmap");
        configuration.setString("execution.checkpointing.storage", "filesystem");
        configuration.setString("execution.checkpointing.dir", directory.toUri().toString());
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        environment.getConfig().enableObjectReuse();
        environment.enableCheckpointing(Long.parseLong(args[2]));
        environment
                .fromSequence(0, Long.MAX_VALUE / 2)
                .keyBy(value -> keyOf(value, keys), Types.LONG)
                .process(new Count())
                .returns(Types.LONG)
                .sinkTo(new DiscardingSink<>());
        JobClient job = environment.executeAsync();
        while (StallMeter.filled() < keys) {
            waitFor(job, 10);
        }
        waitFor(job, SETTLING_MILLIS);
        StallMeter.settle();
        waitFor(job, TimeUnit.SECONDS.toMillis(Long.parseLong(args[1])));
        job.cancel().join();
        StallMeter.report("flink-1.20.3");
        System.exit(0); // threads of the peer are left
    }

    /** Lets the job, which does not end by itself, run for a time. */
    private static void waitFor(JobClient job, long millis) throws InterruptedException, ExecutionException {
        try {
            job.getJobExecutionResult().get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return; // as it should be
        }
        throw new IllegalStateException("The job has ended");
    }

    private static long keyOf(long value, long keys) {
        long half = Long.MAX_VALUE / 4;
        long number = value > half ? value - half : value;
        return number < keys ? number : (number * MIX >>> 24) % keys;
    }

    /** Counts the records of a key. */
    private static final class Count extends KeyedProcessFunction<Long, Long, Long>
            implements CheckpointedFunction, CheckpointListener {
        private static final long serialVersionUID = 1L;

        private transient StallMeter meter;
        private transient ValueState<Long> state;

        @Override
        public void open(OpenContext openContext) {
            meter = new StallMeter();
            state = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) throws Exception {
            Long before = state.value();
            state.update(before == null ? 1 : before + 1);
            if (before == null) {
                StallMeter.fill();
            } else if (StallMeter.isSettled()) {
                meter.record();
            }
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            meter.begin();
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // All state is by key.
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            meter.end(true);
        }

        @Override
        public void notifyCheckpointAborted(long checkpointId) {
            meter.end(false);
        }
    }
}

package io.weir.benchmarks;

import io.weir.configuration.CheckpointingOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.state.CheckpointListener;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How checkpoints of much state on the heap disturb the records: each record updates the count of one of many keys. The
 * same program as the peer's. Arguments: {@code MEGABYTES SECONDS INTERVAL-MILLIS}.
 */
public final class CheckpointStall {
    /** About what a key and its count take on the peer's heap. */
    private static final int BYTES = 100;

    /** How long the collector has to get used to the state: it copies what is new, and that is not to be measured. */
    private static final long SETTLING_MILLIS = 10_000;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private CheckpointStall() {}

    /** Runs it in this process. */
    public static void main(String[] args) throws Exception {
        long keys = Long.parseLong(args[0]) * 1_000_000 / BYTES;
        Path directory = Files.createTempDirectory("weir-stall");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
        environment.setParallelism(2);
        environment.enableCheckpointing(Long.parseLong(args[2]));
        environment.getConfiguration().set(CheckpointingOptions.DIRECTORY, directory.toString());
        environment
                .fromSequence(0, Long.MAX_VALUE / 2)
                .keyBy(value -> keyOf(value, keys))
                .process(new Count())
                .addSink((value, context) -> {});
        JobClient job = environment.executeAsync("stall");
        while (StallMeter.filled() < keys) {
            waitFor(job, 10);
        }
        waitFor(job, SETTLING_MILLIS);
        StallMeter.settle();
        waitFor(job, TimeUnit.SECONDS.toMillis(Long.parseLong(args[1])));
        job.cancel().join();
        StallMeter.report("weir");
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

    /** Each instance of the source has half of the numbers, the first of which fill the state. */
    static long keyOf(long value, long keys) {
        long half = Long.MAX_VALUE / 4;
        long number = value > half ? value - half : value;
        long key = number < keys ? number : (number * MIX >>> 24) % keys;
        return key;
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

package io.weir.benchmarks;

import io.weir.benchmarks.RecoveryEvents.Event;
import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.SecurityOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.state.CheckpointListener;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.time.Duration;

/**
 * The program of {@link RecoveryBenchmark}: each record changes a value of 1,000 bytes that is kept for its key. The same
 * as the peer's. Arguments: {@code remote HOST PORT KEYS ROUNDS SECRET-FILE DIRECTORY}.
 */
public final class Recovery {
    private static final int BYTES = 1_000;
    private static final long HALF = 1L << 61;
    private static final int ATTEMPTS = 10_000;
    private static final long INTERVAL_MILLIS = 3_000;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private Recovery() {}

    /** Runs it on a cluster; it does not end by itself. */
    public static void main(String[] args) throws Exception {
        long keys = Long.parseLong(args[3]);
        String jar = Recovery.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createRemoteEnvironment(args[1], Integer.parseInt(args[2]), jar);
        environment.setParallelism(2);
        environment.enableCheckpointing(INTERVAL_MILLIS);
        environment
                .getConfiguration()
                .set(SecurityOptions.CLUSTER_SECRET_FILE, args[5])
                .set(CheckpointingOptions.DIRECTORY, args[6] + "/checkpoints")
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, ATTEMPTS)
                .set(RestartOptions.FIXED_DELAY, Duration.ZERO);
        environment
                .fromSequence(0, 2 * HALF - 1)
                .keyBy(value -> keyOf(value, keys))
                .process(new Keep(args[6] + "/events", keys))
                .addSink((value, context) -> {});
        environment.execute("recovery");
    }

    /** Each instance of the source has half of the numbers, the first of which fill the state. */
    private static long keyOf(long value, long keys) {
        long number = value % HALF;
        return number < keys ? number : (number * MIX >>> 24) % keys;
    }

    /** Keeps a value for each key, and changes it. */
    private static final class Keep extends KeyedProcessFunction<Long, Long, Long>
            implements CheckpointedFunction, CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final String events;
        private final long keys;
        private transient ValueState<byte[]> state;
        private transient boolean begun;
        private transient boolean filled;
        private transient boolean captured;

        Keep(String events, long keys) {
            this.events = events;
            this.keys = keys;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            RecoveryEvents.note(events, Event.LOADED, -1);
        }

        @Override
        public void open(OpenContext openContext) {
            state = getRuntimeContext().getState(new ValueStateDescriptor<>("value", byte[].class));
        }

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) throws Exception {
            byte[] kept = state.value();
            if (kept == null) {
                kept = new byte[BYTES];
            }
            kept[(int) (value & 127)]++;
            state.update(kept);
            if (!begun) {
                begun = true;
                note(Event.FIRST);
            }
            filled |= value % HALF >= keys;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            captured = filled;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // All state is by key.
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            if (captured) {
                note(Event.CHECKPOINT);
            }
        }

        @Override
        public void close() {
            note(Event.CLOSED);
        }

        private void note(Event event) {
            RecoveryEvents.note(events, event, getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
        }
    }
}

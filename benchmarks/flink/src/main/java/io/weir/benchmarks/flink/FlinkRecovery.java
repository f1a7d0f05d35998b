package io.weir.benchmarks.flink;

import io.weir.benchmarks.flink.RecoveryEvents.Event;
import java.io.IOException;
import java.io.ObjectInputStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** The peer's recovery: state on the heap, checkpoints in files. Arguments: {@code remote HOST PORT KEYS ROUNDS DIRECTORY}. */
public final class FlinkRecovery {
    private static final int BYTES = 1_000;
    private static final long HALF = 1L << 61;
    private static final long INTERVAL_MILLIS = 3_000;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private FlinkRecovery() {}

    /** Runs it on a cluster; it does not end by itself. */
    public static void main(String[] args) throws Exception {
        long keys = Long.parseLong(args[3]);
        String jar = FlinkRecovery.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        Configuration configuration = new Configuration();
        configuration.setString("state.backend.type", "hashmap");
        configuration.setString("execution.checkpointing.storage", "filesystem");
        configuration.setString("execution.checkpointing.dir", "file://" + args[5] + "/checkpoints");
        configuration.setString("restart-strategy.type", "fixed-delay");
        configuration.setString("restart-strategy.fixed-delay.attempts", "10000");
        configuration.setString("restart-strategy.fixed-delay.delay", "0 s");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createRemoteEnvironment(
                args[1], Integer.parseInt(args[2]), configuration, jar);
        environment.setParallelism(2);
        environment.getConfig().enableObjectReuse();
        environment.enableCheckpointing(INTERVAL_MILLIS);
        environment
                .fromSequence(0, 2 * HALF - 1)
                .keyBy(value -> keyOf(value, keys), Types.LONG)
                .process(new Keep(args[5] + "/events", keys))
                .returns(Types.LONG)
                .sinkTo(new DiscardingSink<>());
        environment.execute("recovery");
    }

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

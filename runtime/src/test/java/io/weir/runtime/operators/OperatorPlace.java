package io.weir.runtime.operators;

import io.weir.functions.JobInfo;
import io.weir.functions.OutputTag;
import io.weir.functions.RuntimeContext;
import io.weir.functions.TaskInfo;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.memory.MemoryManager;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.OperatorStates;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.timers.ProcessingTime;
import io.weir.types.TypeInformation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** A place for one operator without a task: its clock stands still until a test moves it. The test's thread owns it. */
final class OperatorPlace implements OperatorContext, ProcessingTime {
    private final OperatorRuntimeContext runtimeContext = new OperatorRuntimeContext(
            "test", new JobInfo("0", "test"), new TaskInfo("test", 128, 0, 1, 0), OperatorPlace.class.getClassLoader());
    private final RecordErrors recordErrors = new RecordErrors();
    private final RecordOrigin recordOrigin = new RecordOrigin();
    private final Map<String, OperatorCounter> counters = new HashMap<>();
    private final Map<String, Gathering<Object>> sideOutputs = new HashMap<>();
    private final TreeMap<Long, List<Due>> due = new TreeMap<>();
    private final OperatorStates states;
    private final OutputRoom room = new OutputRoom(condition -> {});
    private long now;

    /** Keeps what it is given, with timestamps in a list beside it. */
    static final class Gathering<T> extends Output<T> {
        final List<T> values = new ArrayList<>();
        final List<Long> timestamps = new ArrayList<>();

        @Override
        public void collect(T value, long timestamp) {
            values.add(value);
            timestamps.add(timestamp);
        }

        @Override
        public void watermark(long timestamp) {
            // the tests know what they sent
        }

        @Override
        public void idle(boolean idle) {
            // the tests know what they sent
        }
    }

    @Override
    public ManagedMemory managedMemory() {
        return new ManagedMemory(MemoryManager.onHeap(1 << 20), 32, Path.of("target"));
    }

    private static final class Due {
        private final Action action;
        private boolean canceled;

        Due(Action action) {
            this.action = action;
        }
    }

    OperatorPlace(long now) {
        this(now, OperatorImage.EMPTY);
    }

    OperatorPlace(long now, OperatorImage image) {
        this.now = now;
        this.states = new OperatorStates(
                new HeapStateBackend(),
                new StateBackend.Place(
                        KeyGroupRange.of(128, 1, 0), this::now, OperatorPlace.class.getClassLoader(), image));
    }

    /** Moves the clock and lets happen what is due. */
    void advanceClock(long to) throws Exception {
        while (!due.isEmpty() && due.firstKey() <= to) {
            now = Math.max(now, due.firstKey());
            for (Due each : due.pollFirstEntry().getValue()) {
                if (!each.canceled) {
                    each.action.run();
                }
            }
        }
        now = to;
    }

    Gathering<Object> side(String id) {
        return sideOutputs.computeIfAbsent(id, none -> new Gathering<>());
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public Scheduled schedule(long time, Action action) {
        Due added = new Due(action);
        due.computeIfAbsent(time, none -> new ArrayList<>()).add(added);
        return () -> added.canceled = true;
    }

    @Override
    public String operatorId() {
        return "test";
    }

    @Override
    public String operatorName() {
        return "test";
    }

    @Override
    public RuntimeContext runtimeContext() {
        return runtimeContext;
    }

    @Override
    public void setBroadcastVariable(String name, List<?> records) {
        runtimeContext.setBroadcastVariable(name, records);
    }

    @Override
    public <K> KeyedStateBackend<K> openKeyedState(TypeInformation<K> keyType) {
        KeyedStateBackend<K> state = states.openKeyed(keyType);
        runtimeContext.setKeyedState(state.states());
        return state;
    }

    @Override
    public long watermarkIntervalMillis() {
        return 200;
    }

    @Override
    public OperatorStates states() {
        return states;
    }

    @Override
    public ProcessingTime processingTime() {
        return this;
    }

    @Override
    @SuppressWarnings("unchecked") // each tag's records have the tag's type
    public <X> Output<X> sideOutput(OutputTag<X> tag) {
        return (Output<X>) side(tag.getId());
    }

    /** Runs mail at once: it only ever comes from the test's own thread. */
    @Override
    public Executor mailbox() {
        return Runnable::run;
    }

    @Override
    public void runMailUntil(BooleanSupplier condition) {
        throw new UnsupportedOperationException("the tests send no mail");
    }

    @Override
    public RecordOrigin recordOrigin() {
        return recordOrigin;
    }

    @Override
    public OperatorCounter counter(String name) {
        return counters.computeIfAbsent(name, none -> new OperatorCounter());
    }

    @Override
    public RecordErrors recordErrors() {
        return recordErrors;
    }

    @Override
    public OutputRoom outputRoom() {
        return room;
    }

    /** The watermarks of all sources, by group and time of the report. */
    final List<Long> aligned = new ArrayList<>();

    /** How far the source has come that is most behind. */
    long mostBehind = Long.MAX_VALUE;

    @Override
    public CompletableFuture<Long> alignWatermark(String group, long watermark) {
        aligned.add(watermark);
        return CompletableFuture.completedFuture(mostBehind);
    }

    @Override
    public void wake() {
        throw new UnsupportedOperationException("no task");
    }

    @Override
    public Clock clock() {
        throw new UnsupportedOperationException("no task");
    }

    @Override
    public String hostName() {
        throw new UnsupportedOperationException("no task");
    }

    @Override
    public void requestSplit() {
        throw new UnsupportedOperationException("no task");
    }

    @Override
    public CompletableFuture<Void> sendResults(String resultId, byte[] batch) {
        throw new UnsupportedOperationException("no task");
    }
}

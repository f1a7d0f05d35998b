package io.weir.runtime.task;

import io.weir.configuration.CoreOptions;
import io.weir.functions.OutputTag;
import io.weir.functions.RuntimeContext;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.operators.LoopPlace;
import io.weir.runtime.operators.LoopRuntimeContext;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorCounter;
import io.weir.runtime.operators.OperatorRuntimeContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.runtime.operators.RecordErrors;
import io.weir.runtime.operators.RecordOrigin;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.OperatorStates;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.timers.ProcessingTime;
import io.weir.types.TypeInformation;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The place that one operator of a task runs in. The task's thread owns it. */
final class TaskOperatorContext implements OperatorContext {
    private final String id;
    private final String name;
    private final TaskContext task;
    private final Function<String, Output<Object>> sideOutputs;
    private final OperatorRuntimeContext runtimeContext;
    private final ProcessingTime processingTime;
    private final OperatorStates states;
    private final RecordErrors recordErrors = new RecordErrors();

    /**
     * Creates it.
     *
     * @param operator what the operator is found by, and what it is called
     * @param sideOutputs finds a side output by the name of its tag; null if nobody takes it
     * @param image what the operator starts from
     */
    TaskOperatorContext(
            OperatorName operator,
            TaskContext task,
            Function<String, Output<Object>> sideOutputs,
            OperatorImage image) {
        this.id = operator.id();
        this.name = operator.name();
        this.task = task;
        this.sideOutputs = sideOutputs;
        this.runtimeContext = runtimeContext(name, task);
        if (task.environment().listener() != null) {
            runtimeContext.setDistributedCache(task.environment().listener()::cachedFile);
        }
        task.counters().accumulators().add(runtimeContext.accumulators());
        this.processingTime = task.processingTime();
        this.states = new OperatorStates(task.environment().stateBackend(), place(task, image));
    }

    private static OperatorRuntimeContext runtimeContext(String name, TaskContext task) {
        ClassLoader program = task.environment().userClassLoader();
        return task.loop() == null
                ? new OperatorRuntimeContext(name, task.jobInfo(), task.taskInfo(), program)
                : new LoopRuntimeContext(name, task.jobInfo(), task.taskInfo(), program, task.loop());
    }

    /** What an operator is found by, and what people call it. */
    record OperatorName(String id, String name) {}

    private StateBackend.Place place(TaskContext in, OperatorImage image) {
        TaskSpec spec = in.spec();
        KeyGroupRange groups = KeyGroupRange.of(spec.maxParallelism(), spec.parts(), spec.firstPart(), spec.endPart());
        return new StateBackend.Place(
                groups, processingTime::now, in.environment().userClassLoader(), image);
    }

    @Override
    public String operatorId() {
        return id;
    }

    @Override
    public String operatorName() {
        return name;
    }

    @Override
    public RuntimeContext runtimeContext() {
        return runtimeContext;
    }

    @Override
    public void setBroadcastVariable(String variable, List<?> records) {
        runtimeContext.setBroadcastVariable(variable, records);
    }

    @Override
    public <K> KeyedStateBackend<K> openKeyedState(TypeInformation<K> keyType) {
        KeyedStateBackend<K> state = states.openKeyed(keyType);
        runtimeContext.setKeyedState(state.states());
        return state;
    }

    @Override
    public long watermarkIntervalMillis() {
        return task.spec()
                .configuration()
                .get(CoreOptions.AUTO_WATERMARK_INTERVAL)
                .toMillis();
    }

    @Override
    public OperatorStates states() {
        return states;
    }

    @Override
    public ProcessingTime processingTime() {
        return processingTime;
    }

    @Override
    @SuppressWarnings("unchecked") // the plan gives each tag's records the tag's type
    public <X> Output<X> sideOutput(OutputTag<X> tag) {
        Output<Object> output = sideOutputs.apply(tag.getId());
        return output == null ? new ChainOutputs.Discard<>() : (Output<X>) output;
    }

    @Override
    public Executor mailbox() {
        return task.mailbox();
    }

    @Override
    public void runMailUntil(BooleanSupplier condition) throws Exception {
        Mailbox mailbox = task.mailbox();
        while (!condition.getAsBoolean()) {
            if (mailbox.isEmpty()) {
                task.outputRoom().block(() -> !mailbox.isEmpty());
            }
            mailbox.run();
        }
    }

    @Override
    public LoopPlace loop() {
        return task.loop();
    }

    @Override
    public ManagedMemory managedMemory() {
        return task.environment().managedMemory();
    }

    @Override
    public RecordOrigin recordOrigin() {
        return task.recordOrigin();
    }

    @Override
    public OperatorCounter counter(String counter) {
        return task.counters().of(name, counter);
    }

    @Override
    public RecordErrors recordErrors() {
        return recordErrors;
    }

    @Override
    public OutputRoom outputRoom() {
        return task.outputRoom();
    }

    @Override
    public void wake() {
        task.wakeup().wake();
    }

    @Override
    public Clock clock() {
        return task.environment().clock();
    }

    @Override
    public String hostName() {
        return task.environment().hostName();
    }

    @Override
    public CompletableFuture<Long> alignWatermark(String group, long watermark) {
        return task.environment().listener().alignWatermark(task.spec().execution(), group, watermark);
    }

    @Override
    public void requestSplit() {
        task.environment().listener().requestSplit(task.spec().execution(), hostName());
    }

    @Override
    public CompletableFuture<Void> sendResults(String resultId, byte[] batch) {
        return task.environment().listener().sendResults(task.spec().execution(), resultId, batch);
    }
}

package io.weir.runtime.task;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.network.Wakeup;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.runtime.operators.TwoInputOperator;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.OperatorStates;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.state.FunctionSnapshotContext;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * One operator in the surroundings of a task but without the task: a harness gives it records and time by hand. The
 * thread that created it owns it.
 *
 * <p>Life: create, {@link #open}, feed {@link #input} and {@link #secondInput}, {@link #finish}, {@link #close}.
 *
 * @param <I> the type of its first input
 * @param <O> the type of its output
 */
public final class LoneOperator<I, O> {
    private final Wakeup wakeup = new Wakeup();
    private final OutputRoom room = new OutputRoom(this::waitUntil);
    private final Mailbox mailbox = new Mailbox(wakeup, room);
    private final ManualProcessingTime time;
    private final OperatorStates states;
    private final Operator<I, O> operator;

    /**
     * Which instance of what it is.
     *
     * @param name the name of the operator
     * @param parallelism how many instances there are
     * @param maxParallelism how many key groups there are
     * @param subtask the instance, from 0
     * @param image what it starts from
     */
    public record Place(String name, int parallelism, int maxParallelism, int subtask, OperatorImage image) {}

    /**
     * Creates the operator, with its state on the heap.
     *
     * @param place which instance it is
     * @param spec how it is made
     * @param time its clock
     * @param output where its results go
     * @param sideOutputs finds a side output by the name of its tag; null if nobody takes it
     */
    public LoneOperator(
            Place place,
            OperatorSpec<I, O> spec,
            ManualProcessingTime time,
            Output<O> output,
            Function<String, Output<Object>> sideOutputs) {
        this(place, spec, time, new Surroundings<>(output, sideOutputs, new HeapStateBackend()));
    }

    /**
     * What is around it.
     *
     * @param output where its results go
     * @param sideOutputs finds a side output by the name of its tag; null if nobody takes it
     * @param backend where its state by key is kept
     * @param <O> the type of its results
     */
    public record Surroundings<O>(
            Output<O> output, Function<String, Output<Object>> sideOutputs, StateBackend backend) {}

    /**
     * Creates the operator.
     *
     * @param place which instance it is
     * @param spec how it is made
     * @param time its clock
     * @param around what is around it
     */
    public LoneOperator(Place place, OperatorSpec<I, O> spec, ManualProcessingTime time, Surroundings<O> around) {
        this.time = time;
        TaskEnvironment environment = TaskEnvironment.alone(time.clock(), around.backend());
        TaskContext context = new TaskContext(taskSpec(place), environment, mailbox, wakeup, room, time);
        TaskOperatorContext operatorContext = new TaskOperatorContext(
                new TaskOperatorContext.OperatorName(place.name(), place.name()),
                context,
                around.sideOutputs(),
                place.image());
        this.states = operatorContext.states();
        this.operator = spec.create(operatorContext, around.output());
    }

    private static TaskSpec taskSpec(Place place) {
        return new TaskSpec(
                new ExecutionId(JobId.random(), new VertexId("0"), place.subtask(), 0),
                "harness",
                place.name(),
                place.parallelism(),
                place.maxParallelism(),
                new AllocationId("harness"),
                new byte[0],
                List.of(),
                List.of(),
                new Configuration(),
                List.of(),
                TaskRestore.NONE,
                null,
                TaskSpec.AS_PLANNED);
    }

    /** Prepares the operator. */
    public void open() throws Exception {
        operator.open();
    }

    /** Lets the operator ask for its state, and do nothing else. */
    void openStates() throws Exception {
        operator.openStates();
    }

    /** Returns what it keeps. */
    OperatorStates states() {
        return states;
    }

    /** Checks that it has a use for the state by key that it starts from, unless that may get lost. */
    void checkStateIsTaken(boolean mayLeaveState) {
        states.checkKeyedStateIsTaken(mayLeaveState);
    }

    /** Returns what takes the records of the first input, and the watermarks of all. */
    public Output<I> input() {
        return operator;
    }

    /** Returns what takes the records of the second input. */
    public Output<?> secondInput() {
        if (operator instanceof TwoInputOperator<?, ?, ?> two) {
            return two.second();
        }
        throw new IllegalStateException(operator.getClass().getSimpleName() + " has one input only");
    }

    /** Moves the clock, and runs what is due by then. */
    public void advanceProcessingTime(long timestamp) throws Exception {
        time.advanceTo(timestamp);
        runMail();
    }

    /** Runs what was posted for the operator's thread, and what that posts. */
    public void runMail() throws Exception {
        while (!mailbox.isEmpty()) {
            mailbox.run();
        }
    }

    /**
     * Runs mail until a condition holds.
     *
     * @param condition what other threads make true, by mail
     * @param nanos how long to wait at most
     * @return whether it holds
     */
    public boolean runMailUntil(BooleanSupplier condition, long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        runMail();
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wakeup.park(() -> !mailbox.isEmpty(), left);
            runMail();
        }
        return true;
    }

    private void waitUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            wakeup.park(condition, 0);
        }
    }

    /** Returns the state by key, or null if the operator has none. */
    public KeyedStateBackend<?> keyedState() {
        return states.keyed();
    }

    /**
     * Returns what another instance of the operator can start from.
     *
     * @param checkpointId the number of the checkpoint
     */
    public OperatorImage capture(long checkpointId) throws Exception {
        return capture(checkpointId, true);
    }

    /**
     * Returns what another instance of the operator can start from.
     *
     * @param checkpointId the number of the checkpoint
     * @param portable whether any backend must be able to start from it
     */
    public OperatorImage capture(long checkpointId, boolean portable) throws Exception {
        operator.prepareCapture(new FunctionSnapshotContext(checkpointId, time.now(), false));
        return OperatorImage.of(states.capture(checkpointId, portable));
    }

    /**
     * Tells the operator that a checkpoint is complete.
     *
     * @param checkpointId the number of the checkpoint
     */
    public void checkpointCompleted(long checkpointId) throws Exception {
        operator.checkpointCompleted(checkpointId);
    }

    /** Returns whether the operator has something to do once the next checkpoint is complete. */
    public boolean awaitsCheckpoint() {
        return operator.awaitsCheckpoint();
    }

    /** Lets the operator emit what it still holds. */
    public void finish() throws Exception {
        operator.finish();
        runMail();
    }

    /** Lets the operator release what it holds. */
    public void close() throws Exception {
        operator.close();
    }
}

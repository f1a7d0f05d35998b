package io.weir.runtime.jobmanager;

import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.HeldTask;
import io.weir.runtime.protocol.TaskIo;
import io.weir.runtime.protocol.TaskStatus;
import java.util.List;

/**
 * One attempt to run one parallel instance of a vertex.
 *
 * <p>Thread: the JobManager's main thread. Life: from the attempt's beginning to the next attempt, or the end of the job.
 */
final class Execution {
    private final ExecutionId id;
    private final String taskName;
    private ExecutionState state = ExecutionState.CREATED;
    private AssignedSlot slot;
    private TaskIo io = TaskIo.NONE;
    private byte[] accumulated = TaskStatus.NOTHING;
    private boolean outputLost;
    private boolean leftOut;
    private boolean fed;
    private List<List<Long>> written = List.of();

    Execution(ExecutionId id, String taskName) {
        this.id = id;
        this.taskName = taskName;
    }

    /** Takes the place of an attempt that runs already, or has finished. */
    Execution adopt(HeldTask task, AssignedSlot itsSlot) {
        Execution adopted = new Execution(task.execution(), taskName);
        adopted.state = task.state();
        adopted.slot = itsSlot;
        adopted.io = task.io();
        adopted.accumulated = task.accumulated();
        return adopted;
    }

    /**
     * Returns the next attempt, which wants the same slot.
     *
     * @param least the lowest number that it may have
     */
    Execution next(int least) {
        int attempt = Math.max(id.attempt() + 1, least);
        Execution next = new Execution(new ExecutionId(id.job(), id.vertex(), id.subtask(), attempt), taskName);
        next.slot = slot;
        return next;
    }

    ExecutionId id() {
        return id;
    }

    /** Returns the vertex with the number of the instance, such as {@code Map -> Sink (2/4)}. */
    String taskName() {
        return taskName;
    }

    ExecutionState state() {
        return state;
    }

    /** Moves on; an impossible move is a mistake of the caller. */
    void become(ExecutionState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException(taskName + " cannot go from " + state + " to " + next + ".");
        }
        state = next;
    }

    /** It is not needed: it has finished before it began, and leaves nothing. */
    void leaveOut() {
        leftOut = true;
        state = ExecutionState.FINISHED;
        slot = null;
    }

    boolean isLeftOut() {
        return leftOut;
    }

    /** It has been given all splits that the attempts of its instance were given before it ran. */
    void feed() {
        fed = true;
    }

    boolean isFed() {
        return fed;
    }

    /** What it has left for others is not there any more. */
    void loseOutput() {
        outputLost = true;
    }

    boolean hasLostOutput() {
        return outputLost;
    }

    /** Returns whether nothing of it runs: it has ended, or has not been sent yet. */
    boolean isOver() {
        return state == ExecutionState.CREATED || state.isTerminal();
    }

    TaskInstance instance() {
        return TaskInstance.of(id);
    }

    /** Returns the slot it runs in, or the one it would like to; null before the first attempt has one. */
    AssignedSlot slot() {
        return slot;
    }

    void assign(AssignedSlot newSlot) {
        slot = newSlot;
    }

    TaskIo io() {
        return io;
    }

    /** Returns how many bytes each part has of each output that is read when it is complete; nothing if that is not known. */
    List<List<Long>> written() {
        return written;
    }

    void wrote(List<List<Long>> bytes) {
        written = bytes;
    }

    void report(TaskIo newIo) {
        io = newIo;
    }

    /** Returns what its functions have accumulated if it has finished; empty if that is nothing. */
    byte[] accumulated() {
        return state == ExecutionState.FINISHED ? accumulated : TaskStatus.NOTHING;
    }

    void accumulates(byte[] serialized) {
        accumulated = serialized;
    }
}

package io.weir.runtime.protocol;

import java.util.List;
import java.util.Objects;

/**
 * A change in the life of a task, as its TaskManager saw it.
 *
 * @param execution the task
 * @param state the state it has reached
 * @param io what it took in and gave out so far
 * @param failure why it failed; null in any other state
 * @param accumulated what its functions have accumulated, serialized; empty if that is nothing, or it has not finished
 * @param lost what it could not read, if it failed by that; else null
 * @param written how many bytes each part has of each output that is read when it is complete, if the task has finished; of
 *     other outputs nothing
 */
public record TaskStatus(
        ExecutionId execution,
        ExecutionState state,
        TaskIo io,
        FailureInfo failure,
        byte[] accumulated,
        PartitionId lost,
        List<List<Long>> written) {
    /** Nothing was accumulated. */
    public static final byte[] NOTHING = {};

    /** Creates a change that has nothing to do with what the task reads and writes. */
    public TaskStatus(ExecutionId execution, ExecutionState state, TaskIo io, FailureInfo failure) {
        this(execution, state, io, failure, NOTHING, null, List.of());
    }

    /** Checks that a failure, and only a failure, has a reason. */
    public TaskStatus {
        Objects.requireNonNull(execution, "execution is null");
        written = List.copyOf(written);
        if ((state == ExecutionState.FAILED) != (failure != null)) {
            throw new IllegalArgumentException(state + " with the failure " + failure);
        }
    }
}

package io.weir.runtime.protocol;

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
 */
public record TaskStatus(
        ExecutionId execution,
        ExecutionState state,
        TaskIo io,
        FailureInfo failure,
        byte[] accumulated,
        PartitionId lost) {
    /** Nothing was accumulated. */
    public static final byte[] NOTHING = {};

    /** Creates a change that has nothing to do with what the task reads. */
    public TaskStatus(ExecutionId execution, ExecutionState state, TaskIo io, FailureInfo failure) {
        this(execution, state, io, failure, NOTHING, null);
    }

    /** Checks that a failure, and only a failure, has a reason. */
    public TaskStatus {
        Objects.requireNonNull(execution, "execution is null");
        if ((state == ExecutionState.FAILED) != (failure != null)) {
            throw new IllegalArgumentException(state + " with the failure " + failure);
        }
    }
}

package io.weir.runtime.protocol;

import java.util.List;

/**
 * A task's part of a checkpoint, safely stored.
 *
 * @param execution the task
 * @param operators what its operators had kept; those that keep nothing are left out
 * @param finished whether the task had come to its end, and only waited for the checkpoint to commit its output
 * @param times how long it took
 */
public record TaskSnapshot(ExecutionId execution, List<OperatorPart> operators, boolean finished, Times times) {
    /** Takes a copy of the list. */
    public TaskSnapshot {
        operators = List.copyOf(operators);
    }

    /**
     * How long the parts of a snapshot took.
     *
     * @param startDelayMillis from the trigger to the first barrier
     * @param alignmentMillis from the first barrier to the last
     * @param captureMicros how long the task stood still
     * @param writeMillis how long others wrote
     */
    public record Times(long startDelayMillis, long alignmentMillis, long captureMicros, long writeMillis) {}
}

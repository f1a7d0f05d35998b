package io.weir.runtime.protocol;

import java.util.Collection;

/**
 * How many tasks are in which state.
 *
 * @param created tasks that wait for slots
 * @param deploying tasks that are being prepared
 * @param running tasks that run, those included that wait for a checkpoint to commit their output
 * @param canceling tasks that were told to cancel
 * @param finished tasks that came to the end of their input
 * @param canceled tasks that were canceled
 * @param failed tasks that failed
 */
public record TaskCounts(
        int created, int deploying, int running, int canceling, int finished, int canceled, int failed) {
    /**
     * Counts states.
     *
     * @param states one state per task
     * @return how often each occurs
     */
    public static TaskCounts of(Collection<ExecutionState> states) {
        int[] counts = new int[ExecutionState.values().length];
        for (ExecutionState state : states) {
            counts[state.ordinal()]++;
        }
        return new TaskCounts(
                counts[ExecutionState.CREATED.ordinal()],
                counts[ExecutionState.DEPLOYING.ordinal()],
                counts[ExecutionState.RUNNING.ordinal()] + counts[ExecutionState.FINISHING.ordinal()],
                counts[ExecutionState.CANCELING.ordinal()],
                counts[ExecutionState.FINISHED.ordinal()],
                counts[ExecutionState.CANCELED.ordinal()],
                counts[ExecutionState.FAILED.ordinal()]);
    }

    /** Returns how many tasks there are. */
    public int total() {
        return created + deploying + running + canceling + finished + canceled + failed;
    }
}

package io.weir.functions;

/**
 * The parallel instance that a function runs in.
 *
 * @param taskName the name of the task
 * @param maxParallelism how many key groups there are
 * @param indexOfThisSubtask the instance, from 0
 * @param parallelism how many instances there are
 * @param attemptNumber how often this instance has been started before
 */
public record TaskInfo(
        String taskName, int maxParallelism, int indexOfThisSubtask, int parallelism, int attemptNumber) {
    /** Returns the name of the task. */
    public String getTaskName() {
        return taskName;
    }

    /** Returns how many key groups there are. */
    public int getMaxNumberOfParallelSubtasks() {
        return maxParallelism;
    }

    /** Returns the instance, from 0. */
    public int getIndexOfThisSubtask() {
        return indexOfThisSubtask;
    }

    /** Returns how many instances there are. */
    public int getNumberOfParallelSubtasks() {
        return parallelism;
    }

    /** Returns how often this instance has been started before. */
    public int getAttemptNumber() {
        return attemptNumber;
    }

    /** Returns the name with instance and parallelism, as in {@code Map (1/4)}. */
    public String getTaskNameWithSubtasks() {
        return taskName + " (" + (indexOfThisSubtask + 1) + "/" + parallelism + ")";
    }
}

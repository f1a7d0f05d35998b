package io.weir.runtime.protocol;

/**
 * The progress of a running task.
 *
 * @param execution the task
 * @param io what it took in and gave out
 */
public record TaskReport(ExecutionId execution, TaskIo io) {}

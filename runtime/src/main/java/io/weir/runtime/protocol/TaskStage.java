package io.weir.runtime.protocol;

/**
 * How far a task has come with a checkpoint.
 *
 * @param execution the task
 * @param stage how far it has come
 */
public record TaskStage(ExecutionId execution, CheckpointStage stage) {}

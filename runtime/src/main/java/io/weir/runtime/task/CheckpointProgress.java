package io.weir.runtime.task;

import io.weir.runtime.protocol.CheckpointStage;

/** Is told how far a task has come with checkpoints. Called on the task's thread. */
@FunctionalInterface
public interface CheckpointProgress {
    /**
     * The task has come so far.
     *
     * @param checkpointId the checkpoint
     * @param stage what the task is at now
     */
    void at(long checkpointId, CheckpointStage stage);
}

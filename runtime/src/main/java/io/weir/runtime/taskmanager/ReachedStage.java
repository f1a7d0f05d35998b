package io.weir.runtime.taskmanager;

import io.weir.runtime.protocol.CheckpointStage;
import io.weir.runtime.task.CheckpointProgress;

/** How far a task has come with checkpoints: the task's thread tells, any thread asks. Life: that of the task. */
final class ReachedStage implements CheckpointProgress {
    private static final long NONE = -1;

    private volatile Reached newest = new Reached(NONE, CheckpointStage.BUSY);

    private record Reached(long checkpointId, CheckpointStage stage) {}

    @Override
    public void at(long checkpointId, CheckpointStage stage) {
        newest = new Reached(checkpointId, stage);
    }

    /** Returns how far the task has come with a checkpoint; of older ones than the newest it is not known any more. */
    CheckpointStage of(long checkpointId) {
        Reached reached = newest;
        if (reached.checkpointId == checkpointId) {
            return reached.stage;
        }
        return reached.checkpointId < checkpointId ? CheckpointStage.BUSY : CheckpointStage.WAITING;
    }
}

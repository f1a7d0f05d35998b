package io.weir.state;

/** A function that wants to know how checkpoints end. All calls come from the task's thread, between two records. */
public interface CheckpointListener {
    /**
     * Learns that a checkpoint is complete: the job will not go back behind it. It may come late, or never if a failure
     * comes between; then the next one's counts for this one too.
     *
     * @param checkpointId the checkpoint
     * @throws Exception any failure; it fails the task
     */
    void notifyCheckpointComplete(long checkpointId) throws Exception;

    /**
     * Learns that a checkpoint was given up.
     *
     * @param checkpointId the checkpoint
     * @throws Exception any failure; it fails the task
     */
    default void notifyCheckpointAborted(long checkpointId) throws Exception {}
}

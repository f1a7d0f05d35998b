package io.weir.state;

/** A function that keeps operator state, or that wants to do something before each checkpoint. */
public interface CheckpointedFunction {
    /**
     * Brings the state up to date, because a checkpoint is about to be made. Called on the task's thread.
     *
     * @param context the checkpoint
     * @throws Exception any failure; it fails the checkpoint
     */
    void snapshotState(FunctionSnapshotContext context) throws Exception;

    /**
     * Makes or takes over the state. Called on the task's thread before {@code open()}.
     *
     * @param context gives the state
     * @throws Exception any failure; it fails the task
     */
    void initializeState(FunctionInitializationContext context) throws Exception;
}

package io.weir.runtime.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The complete checkpoints of a job that it can start again from. All methods are called on the JobManager's main thread,
 * and must not read or write there.
 */
public interface CompletedCheckpointStore {
    /**
     * Finds those that were kept by whoever had the job before.
     *
     * @return complete, on the main thread, when they are here
     */
    default CompletableFuture<Void> recover() {
        return CompletableFuture.completedFuture(null);
    }

    /** Returns how many are kept. */
    int capacity();

    /** Returns those that are kept, the newest last. */
    List<CompletedCheckpoint> retained();

    /**
     * Keeps a checkpoint, and lets go of the oldest ones that are too many. Their files are deleted, except those that one
     * of the others needs.
     *
     * @param checkpoint the checkpoint
     * @return complete when whoever takes over the job would find it; may complete on any thread
     */
    CompletableFuture<Void> add(CompletedCheckpoint checkpoint);

    /**
     * Lets go of a checkpoint that turned out to be damaged. Its files stay where they are.
     *
     * @param checkpointId its number
     */
    void remove(long checkpointId);

    /**
     * The job has ended.
     *
     * @param keep whether the checkpoints are kept for the job's owner; else they are deleted
     * @return complete when that is done; may complete on any thread
     */
    CompletableFuture<Void> close(boolean keep);

    /** Returns the newest one. */
    default Optional<CompletedCheckpoint> latest() {
        List<CompletedCheckpoint> all = retained();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }
}

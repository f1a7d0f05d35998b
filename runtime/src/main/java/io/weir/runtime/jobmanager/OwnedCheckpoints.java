package io.weir.runtime.jobmanager;

import io.weir.runtime.checkpoint.CheckpointNumbers;
import io.weir.runtime.checkpoint.CheckpointSettings;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CompletedCheckpointStore;
import io.weir.runtime.checkpoint.HeapCheckpointStore;
import io.weir.runtime.jobgraph.JobGraph;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The complete checkpoints of a job, and the numbers that its next ones may have, where other JobManagers may have had the
 * job before or may have it later.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class OwnedCheckpoints {
    private final Executor main;
    private final CompletedCheckpointStore store;
    private final CheckpointNumbers numbers; // null if nobody could use the same

    OwnedCheckpoints(JobManagerServices services, JobGraph graph, CheckpointSettings settings, Executor main) {
        String directory = settings.directory()
                .map(root -> CheckpointStorage.jobDirectory(root, graph.jobId()))
                .orElse(null);
        this.main = main;
        this.store = services.term()
                .checkpoints(
                        graph.jobId(), new HeapCheckpointStore(settings.retained(), directory, services.io()), main);
        this.numbers = services.term().hasSuccessors() && directory != null
                ? new CheckpointNumbers(graph.jobId(), directory, services.io())
                : null;
    }

    CompletedCheckpointStore store() {
        return store;
    }

    /**
     * Finds the checkpoints that are there, and takes numbers for new ones.
     *
     * @param takenOver whether another JobManager had the job
     * @return the highest number that may have been used; on the main thread
     */
    CompletableFuture<Long> takeOver(boolean takenOver) {
        CompletableFuture<Void> known = takenOver ? store.recover() : CompletableFuture.completedFuture(null);
        return known.thenCompose(recovered -> numbers == null
                ? CompletableFuture.completedFuture(0L)
                : numbers.takeOver().thenApplyAsync(last -> last, main));
    }

    /** Returns whether a number may be used at once. */
    boolean owns(long checkpointId) {
        return numbers == null || numbers.owns(checkpointId);
    }

    /** Takes a number; complete on the main thread when it may be used. */
    CompletableFuture<Void> take(long checkpointId) {
        return numbers.take(checkpointId).thenRunAsync(() -> {}, main);
    }
}

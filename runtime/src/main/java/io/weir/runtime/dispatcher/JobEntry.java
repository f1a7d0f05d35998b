package io.weir.runtime.dispatcher;

import io.weir.execution.CollectedBatches;
import io.weir.runtime.jobmanager.CollectedResults;
import io.weir.runtime.jobmanager.JobCheckpoints;
import io.weir.runtime.jobmanager.JobManager;
import io.weir.runtime.jobmanager.JobOutcome;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.JobDetails;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A job of the Dispatcher: its JobManager as long as it runs, then what is left of it.
 *
 * <p>Thread: the Dispatcher's main thread; the futures are for any thread. Life: from submission until so many later jobs
 * have ended that it is forgotten.
 */
final class JobEntry {
    private final CompletableFuture<JobDetails> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> taken = new CompletableFuture<>();
    private JobManager manager;
    private CollectedResults results;
    private List<CheckpointReport> checkpoints = List.of();
    private boolean outcomeTaken;

    JobEntry(JobManager manager) {
        this.manager = manager;
    }

    /** Returns the JobManager; null when the job has ended. */
    JobManager manager() {
        return manager;
    }

    /** Complete when the job has ended. */
    CompletableFuture<JobDetails> ended() {
        return ended;
    }

    /** Complete when the client knows how the job ended and has its results, or will not come any more. */
    CompletableFuture<Void> taken() {
        return taken;
    }

    boolean hasEnded() {
        return manager == null;
    }

    CompletableFuture<JobDetails> details() {
        return manager == null ? ended : manager.details();
    }

    /** Returns how its checkpoints went or go. */
    CompletableFuture<List<CheckpointReport>> checkpoints() {
        return manager == null
                ? CompletableFuture.completedFuture(checkpoints)
                : manager.askCheckpoints(JobCheckpoints::reports);
    }

    /** The job has ended; what it collected belongs to the Dispatcher from now on. */
    void end(JobOutcome outcome) {
        manager = null;
        results = outcome.results();
        checkpoints = outcome.checkpoints();
        ended.complete(outcome.details());
    }

    /** The client was told how the job ended. */
    void outcomeTaken() {
        outcomeTaken = true;
        dropWhenTaken();
    }

    CollectedBatches fetch(String resultId, long position) {
        if (results == null) {
            throw new WeirException(
                    ErrorCode.NOT_FOUND,
                    "The result " + resultId + " is not kept any more: it was fetched, or nobody came for it.");
        }
        CollectedBatches batches = results.fetch(resultId, position);
        dropWhenTaken();
        return batches;
    }

    private void dropWhenTaken() {
        if (outcomeTaken && results != null && results.areTaken()) {
            drop();
        }
    }

    /** Keeps the results no longer. */
    void drop() {
        results = null;
        taken.complete(null);
    }
}

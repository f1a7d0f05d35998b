package io.weir.client;

import io.weir.execution.CollectedBatches;
import io.weir.execution.JobClient;
import io.weir.execution.JobExecutionResult;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import java.util.concurrent.CompletableFuture;

/**
 * A job of {@code weir run}: what the program gets as its handle, with the end of the job announced before the program
 * learns of it, so that lines come in order. For any thread.
 */
final class WatchedJob implements JobClient {
    private final SubmittedJob job;
    private final JobProgress progress;
    private final CompletableFuture<JobExecutionResult> result;

    /**
     * Begins to watch.
     *
     * @param job the job
     * @param progress told of the end
     * @param attached whether anybody waits for the end
     */
    WatchedJob(SubmittedJob job, JobProgress progress, boolean attached) {
        this.job = job;
        this.progress = progress;
        this.result = attached
                ? job.client().getJobExecutionResult().whenComplete(progress::ended)
                : new CompletableFuture<>();
    }

    /** Stops showing progress. */
    void stopWatching() {
        progress.close();
    }

    @Override
    public JobId getJobID() {
        return job.id();
    }

    @Override
    public CompletableFuture<JobStatus> getJobStatus() {
        return job.client().getJobStatus();
    }

    @Override
    public CompletableFuture<Void> cancel() {
        return job.client().cancel();
    }

    @Override
    public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
        return result;
    }

    @Override
    public CompletableFuture<CollectedBatches> fetchResults(String resultId, long position) {
        return job.client().fetchResults(resultId, position);
    }

    /** Does nothing: the command lets go of the job when it has reported its end. */
    @Override
    public void close() {}
}

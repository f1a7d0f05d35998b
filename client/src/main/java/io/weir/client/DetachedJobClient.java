package io.weir.client;

import io.weir.execution.CollectedBatches;
import io.weir.execution.JobClient;
import io.weir.execution.JobExecutionResult;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.concurrent.CompletableFuture;

/** A handle on a job whose end nobody waits for: its result is there at once and says nothing. For any thread. */
final class DetachedJobClient implements JobClient {
    private final JobClient job;

    DetachedJobClient(JobClient job) {
        this.job = job;
    }

    @Override
    public JobId getJobID() {
        return job.getJobID();
    }

    @Override
    public CompletableFuture<JobStatus> getJobStatus() {
        return job.getJobStatus();
    }

    @Override
    public CompletableFuture<Void> cancel() {
        return job.cancel();
    }

    @Override
    public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
        return CompletableFuture.completedFuture(JobExecutionResult.detached(getJobID()));
    }

    @Override
    public CompletableFuture<CollectedBatches> fetchResults(String resultId, long position) {
        return CompletableFuture.failedFuture(new WeirException(
                ErrorCode.USAGE,
                "The program collects results, which needs a client that stays: run it without -d (detached)."));
    }

    @Override
    public void close() {
        job.close();
    }
}

package io.weir.execution;

import java.util.concurrent.CompletableFuture;

/** A handle on a submitted job. Safe for use by any thread. */
public interface JobClient extends AutoCloseable {
    /** Returns the job. */
    JobId getJobID();

    /** Returns the state of the job. */
    CompletableFuture<JobStatus> getJobStatus();

    /** Asks the job to cancel; completes when the request was taken. */
    CompletableFuture<Void> cancel();

    /**
     * Waits for the end of the job.
     *
     * @return the result; completed with a {@link io.weir.util.WeirException} that carries the root cause if the job
     *     failed or was canceled
     */
    CompletableFuture<JobExecutionResult> getJobExecutionResult();

    /**
     * Fetches what a {@link io.weir.plan.CollectTransformation} of the job collected. Waits until there is more or the
     * job has ended.
     *
     * @param resultId the id that the transformation carries
     * @param position how many batches were fetched before
     * @return the next batches, each one the serialized records of a batch
     */
    CompletableFuture<CollectedBatches> fetchResults(String resultId, long position);

    /** Lets go of the job without ending it; a cluster that lives for this client alone is shut down. */
    @Override
    void close();
}

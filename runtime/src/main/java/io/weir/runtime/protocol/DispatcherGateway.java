package io.weir.runtime.protocol;

import io.weir.execution.CollectedBatches;
import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.rpc.RpcGateway;
import io.weir.runtime.rpc.RpcTimeout;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What clients ask of a cluster. */
public interface DispatcherGateway extends RpcGateway {
    /**
     * Accepts a job. The jars must have been uploaded.
     *
     * @param graph the job
     * @param jars what the program's class loader is made of, in order
     * @return completes once the job is accepted; fails if the id is taken or a jar is missing
     */
    CompletableFuture<Void> submitJob(JobGraph graph, List<BlobKey> jars);

    /** Returns all jobs that run or have ended lately, the latest first. */
    CompletableFuture<List<JobSummary>> listJobs();

    /**
     * Describes a job.
     *
     * @param job the job
     * @return its progress; fails with NOT_FOUND if there is no such job
     */
    CompletableFuture<JobDetails> jobDetails(JobId job);

    /**
     * Asks a job to cancel. Does nothing if the job has ended.
     *
     * @param job the job
     * @return completes when the job was told
     */
    CompletableFuture<Void> cancelJob(JobId job);

    /**
     * Asks a job for a checkpoint or savepoint, also for one with which it ends. How it goes is told by
     * {@link #checkpoints}.
     *
     * @param job the job
     * @param kind what it is for
     * @param directory where the savepoint's directory is made; empty for the job's default, and for a checkpoint
     * @param requestId names the request, which may be made again: a JobManager carries it out once
     * @return its number; fails with NOT_FOUND if there is no such job, or it has ended
     */
    CompletableFuture<Long> requestCheckpoint(JobId job, CheckpointKind kind, String directory, String requestId);

    /**
     * Tells how the last checkpoints and savepoints of a job went or go.
     *
     * @param job the job
     * @return the newest first; fails with NOT_FOUND if there is no such job
     */
    CompletableFuture<List<CheckpointReport>> checkpoints(JobId job);

    /**
     * Waits for the end of a job.
     *
     * @param job the job
     * @param waitMillis how long to wait at most; some seconds
     * @return how it ended, or its state when the time is over
     */
    @RpcTimeout(millis = 60_000)
    CompletableFuture<JobResult> jobResult(JobId job, long waitMillis);

    /**
     * Fetches what a job collected for its client. Waits until there is something, and at most the given time.
     *
     * @param job the job
     * @param resultId the id that the plan carries
     * @param position how many batches were taken in before; these are forgotten
     * @param waitMillis how long to wait at most; some seconds
     * @return the next batches, perhaps none
     */
    @RpcTimeout(millis = 60_000)
    CompletableFuture<CollectedBatches> fetchResults(JobId job, String resultId, long position, long waitMillis);

    /**
     * Returns which files the cluster does not have, and keeps the others for some minutes even if no job uses them.
     *
     * @param keys the files
     * @return those to upload
     */
    CompletableFuture<List<BlobKey>> missingBlobs(List<BlobKey> keys);

    /**
     * Uploads a part of a file. Parts come in order; the last one completes the file, whose content is then checked.
     *
     * @param key the file
     * @param offset where the part begins
     * @param bytes the part
     * @return completes when the part is stored
     */
    CompletableFuture<Void> uploadBlob(BlobKey key, long offset, byte[] bytes);

    /** Describes the cluster. */
    CompletableFuture<ClusterInfo> clusterInfo();

    /** Cancels all jobs and ends the cluster; completes when it has begun to. */
    CompletableFuture<Void> shutdownCluster();
}

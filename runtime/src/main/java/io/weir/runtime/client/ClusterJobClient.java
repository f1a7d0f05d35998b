package io.weir.runtime.client;

import io.weir.execution.CollectedBatches;
import io.weir.execution.JobClient;
import io.weir.execution.JobExecutionResult;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.protocol.DispatcherGateway;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobResult;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A job on a cluster, seen through its Dispatcher. It remembers how the job ended: a cluster that runs one job only ends
 * as soon as the client knows, and who asks again gets the answer from here. For any thread.
 */
public final class ClusterJobClient implements JobClient {
    /** How long a call waits at the cluster for the end of a job or for results, before it is made again. */
    private static final long WAIT_MILLIS = 20_000;

    private final JobId job;
    private final DispatcherGateway dispatcher;
    private final Runnable onClose;
    private final CompletableFuture<JobResult> ended = new CompletableFuture<>();

    /**
     * Creates a handle.
     *
     * @param job the job
     * @param dispatcher where it runs
     * @param onClose lets go of what was opened for this job alone; called each time it is closed
     */
    public ClusterJobClient(JobId job, DispatcherGateway dispatcher, Runnable onClose) {
        this.job = job;
        this.dispatcher = dispatcher;
        this.onClose = onClose;
    }

    @Override
    public JobId getJobID() {
        return job;
    }

    @Override
    public CompletableFuture<JobStatus> getJobStatus() {
        return unlessEnded(
                () -> details().thenApply(details -> details.summary().status()), JobResult::status);
    }

    /** Describes the job. */
    public CompletableFuture<JobDetails> details() {
        return dispatcher.jobDetails(job);
    }

    @Override
    public CompletableFuture<Void> cancel() {
        return unlessEnded(() -> dispatcher.cancelJob(job), result -> null);
    }

    @Override
    public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
        return unlessEnded(this::awaitEnd, Function.identity()).thenApply(ClusterJobClient::success);
    }

    private CompletableFuture<JobResult> awaitEnd() {
        return dispatcher.jobResult(job, WAIT_MILLIS).thenCompose(result -> {
            if (result.status().isTerminal()) {
                ended.complete(result);
                return ended;
            }
            return awaitEnd();
        });
    }

    /** Asks the cluster, which may end while it is asked, because another call has brought the news. */
    private <T> CompletableFuture<T> unlessEnded(
            Supplier<CompletableFuture<T>> question, Function<JobResult, T> afterwards) {
        if (ended.isDone()) {
            return ended.thenApply(afterwards);
        }
        return question.get()
                .handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    return ended.isDone() ? ended.thenApply(afterwards) : CompletableFuture.<T>failedFuture(failure);
                })
                .thenCompose(Function.identity());
    }

    private static JobExecutionResult success(JobResult result) {
        String name = "The job '" + result.name() + "' (" + result.job() + ") ";
        return switch (result.status()) {
            case FINISHED ->
                new JobExecutionResult(
                        result.job(),
                        Duration.ofMillis(result.runtimeMillis()),
                        new MergedAccumulators(result.accumulated()),
                        result.spilledBytes());
            case CANCELED -> throw new WeirException(ErrorCode.CANCELED, name + "was canceled.");
            case FAILED -> throw Failures.toException(name + "failed: ", result.failure());
            case CREATED, RUNNING, RESTARTING, FAILING, CANCELING ->
                throw new IllegalArgumentException(name + "has not ended: " + result.status());
        };
    }

    @Override
    public CompletableFuture<CollectedBatches> fetchResults(String resultId, long position) {
        return dispatcher
                .fetchResults(job, resultId, position, WAIT_MILLIS)
                .thenCompose(batches -> batches.batches().isEmpty() && !batches.last()
                        ? fetchResults(resultId, position)
                        : CompletableFuture.completedFuture(batches));
    }

    @Override
    public void close() {
        onClose.run();
    }
}

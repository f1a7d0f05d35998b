package io.weir.runtime.dispatcher;

import io.weir.execution.CollectedBatches;
import io.weir.execution.JobId;
import io.weir.runtime.ha.JobGraphStore.TakenOver;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.ha.StoredJob;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobmanager.JobManager;
import io.weir.runtime.jobmanager.JobManagerServices;
import io.weir.runtime.jobmanager.JobOutcome;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.ClusterInfo;
import io.weir.runtime.protocol.DispatcherGateway;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobResult;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.rpc.RpcEndpoint;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs from clients, starts a JobManager for each, and remembers for a while how they ended.
 *
 * <p>Thread: its main thread. Life: that of the cluster.
 */
public final class Dispatcher extends RpcEndpoint implements DispatcherGateway {
    /** The name under which it is called. */
    public static final String NAME = LeaderAddress.DISPATCHER;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** How many jobs that have ended are remembered. */
    private static final int REMEMBERED = 200;

    /** How long the results of a job that has ended wait for its client. */
    private static final Duration RESULT_TIME = Duration.ofMinutes(5);

    /** How long jobs have to end when the cluster is shut down. */
    private static final Duration STOP_TIME = Duration.ofSeconds(10);

    /** The longest time that a call waits; less than the time-out of such calls. */
    private static final long LONGEST_WAIT_MILLIS = 30_000;

    private final JobManagerServices services;
    private final Runnable onShutdown;
    private final Map<JobId, JobEntry> jobs = new LinkedHashMap<>();

    /** Jobs that are being stored; complete with the answer to whoever submitted them. */
    private final Map<JobId, CompletableFuture<Void>> submitted = new HashMap<>();

    private boolean stopping;
    private boolean abandoned;

    /**
     * Creates a Dispatcher without jobs.
     *
     * @param services what the JobManagers share
     * @param onShutdown called on the main thread when a client wants the cluster to end
     */
    public Dispatcher(JobManagerServices services, Runnable onShutdown) {
        super(services.rpc(), NAME, services.term().token());
        this.services = services;
        this.onShutdown = onShutdown;
    }

    // ---- jobs ----

    @Override
    public CompletableFuture<Void> submitJob(JobGraph graph, List<BlobKey> jars) {
        JobId id = graph.jobId();
        if (stopping) {
            throw new WeirException(ErrorCode.UNREACHABLE, "The cluster is shutting down and takes no jobs.");
        }
        if (submitted.containsKey(id)) {
            return submitted.get(id); // asked again by a client who was not answered in time
        }
        if (jobs.containsKey(id)) {
            throw alreadyThere(id);
        }
        // Or fails, naming what has to be uploaded first.
        List<Path> files = services.blobs().retain(id, jars);
        StoredJob job = new StoredJob(graph, jars, services.clock().millis());
        if (!services.term().hasSuccessors()) {
            return start(TakenOver.submitted(job));
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        submitted.put(id, answer);
        store(job, files)
                .thenComposeAsync(stored -> start(TakenOver.submitted(job)), mainThread())
                .whenComplete((started, failure) -> {
                    if (failure == null) {
                        answer.complete(null);
                    } else {
                        services.blobs().release(id);
                        services.term().jobs().remove(id);
                        answer.completeExceptionally(Failures.unwrap(failure));
                    }
                });
        answer.whenCompleteAsync((done, failure) -> submitted.remove(id), mainThread());
        return answer;
    }

    private static WeirException alreadyThere(JobId id) {
        return new WeirException(ErrorCode.USAGE, "There is a job with the id " + id + " on this cluster already.");
    }

    /** A client who asks again because a leader was lost must not begin a job anew that has come to its end meanwhile. */
    private CompletableFuture<Void> store(StoredJob job, List<Path> files) {
        JobId id = job.graph().jobId();
        return services.term()
                .jobs()
                .result(id)
                .thenCompose(end -> end.isPresent()
                        ? CompletableFuture.failedFuture(alreadyThere(id))
                        : services.term().jobs().add(job, files));
    }

    private CompletableFuture<Void> start(TakenOver job) {
        if (abandoned) {
            throw new WeirException(ErrorCode.FENCED, "This JobManager does not lead any more.");
        }
        JobId id = job.job().graph().jobId();
        JobManager manager = new JobManager(services, job, outcome -> runInMainThread(() -> ended(id, outcome)));
        jobs.put(id, new JobEntry(manager));
        return services.rpc()
                .start(manager)
                .whenCompleteAsync(
                        (started, failure) -> {
                            if (failure != null) {
                                jobs.remove(id); // it was stopped, and would never say how it ended
                            }
                        },
                        mainThread());
    }

    /**
     * Takes over the jobs that the leader before has left; for any thread. A job that cannot be taken over does not keep
     * the others from it.
     *
     * @return complete when they have begun
     */
    public CompletableFuture<Void> takeOver() {
        return services.term()
                .jobs()
                .all()
                .thenCompose(ids ->
                        CompletableFuture.allOf(ids.stream().map(this::takeOver).toArray(CompletableFuture<?>[]::new)));
    }

    /** Returns the jobs that whoever leads next would take over; for any thread. */
    public CompletableFuture<List<JobId>> kept() {
        return services.term().jobs().all();
    }

    private CompletableFuture<Void> takeOver(JobId id) {
        return services.term()
                .jobs()
                .takeOver(id)
                .thenCompose(job -> fetch(job.job()).thenComposeAsync(fetched -> goOn(job), mainThread()))
                .handle((started, failure) -> {
                    if (failure != null) {
                        LOG.error("The job {} could not be taken over; it stays in the store.", id, failure);
                    }
                    return null;
                });
    }

    private CompletableFuture<Void> goOn(TakenOver job) {
        CompletableFuture<Void> started = start(job);
        // What is being published was complete before it was canceled.
        return job.canceled() && !job.publishing()
                ? started.thenComposeAsync(done -> cancel(find(job.job().graph().jobId())), mainThread())
                : started;
    }

    private CompletableFuture<Void> fetch(StoredJob job) {
        return CompletableFuture.allOf(job.jars().stream()
                .map(jar -> services.blobs().fetch(jar, () -> services.term()
                        .jobs()
                        .open(job.graph().jobId(), jar)))
                .toArray(CompletableFuture<?>[]::new));
    }

    private void ended(JobId id, JobOutcome outcome) {
        JobEntry job = jobs.get(id);
        services.rpc().stop(job.manager());
        ScheduledFuture<?> alarm = schedule(RESULT_TIME, job::drop);
        job.taken().thenRun(() -> {
            alarm.cancel(false);
            services.term().jobs().forget(id);
        });
        job.end(outcome); // after which nothing is scheduled: a Dispatcher that is stopped waits for no more than that
        forgetOldJobs();
    }

    private void forgetOldJobs() {
        List<JobId> old = jobs.entrySet().stream()
                .filter(entry -> entry.getValue().hasEnded())
                .map(Map.Entry::getKey)
                .toList();
        for (JobId id : old.subList(0, Math.max(0, old.size() - REMEMBERED))) {
            jobs.remove(id).drop();
        }
    }

    private JobEntry find(JobId id) {
        JobEntry job = jobs.get(id);
        if (job == null) {
            throw unknown(id);
        }
        return job;
    }

    private static WeirException unknown(JobId id) {
        return new WeirException(ErrorCode.NOT_FOUND, "There is no job with the id " + id + " on this cluster.");
    }

    @Override
    public CompletableFuture<List<JobSummary>> listJobs() {
        List<CompletableFuture<JobDetails>> details =
                jobs.values().stream().map(JobEntry::details).toList();
        return CompletableFuture.allOf(details.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> details.stream()
                        .map(job -> job.join().summary())
                        .sorted(Comparator.comparingLong(JobSummary::startTime).reversed())
                        .toList());
    }

    @Override
    public CompletableFuture<JobDetails> jobDetails(JobId job) {
        return find(job).details();
    }

    @Override
    public CompletableFuture<Void> cancelJob(JobId id) {
        JobEntry job = find(id);
        if (job.hasEnded()) {
            return CompletableFuture.completedFuture(null);
        }
        // Its owner relies on it: whoever leads next has to know, and who does not lead any more must not say yes.
        return services.term().jobs().canceled(id).thenComposeAsync(noted -> cancel(job), mainThread());
    }

    private static CompletableFuture<Void> cancel(JobEntry job) {
        return job.hasEnded()
                ? CompletableFuture.completedFuture(null)
                : job.manager().cancelJob("its owner wants it");
    }

    @Override
    public CompletableFuture<Long> requestCheckpoint(
            JobId id, CheckpointKind kind, String directory, String requestId) {
        JobEntry job = find(id);
        if (job.hasEnded()) {
            throw new WeirException(ErrorCode.NOT_FOUND, "The job " + id + " has ended.");
        }
        return job.manager().beginCheckpoint(checkpoints -> checkpoints.request(kind, directory, requestId));
    }

    @Override
    public CompletableFuture<List<CheckpointReport>> checkpoints(JobId job) {
        return find(job).checkpoints();
    }

    @Override
    public CompletableFuture<JobResult> jobResult(JobId id, long waitMillis) {
        if (!jobs.containsKey(id) && services.term().hasSuccessors()) {
            return endedBefore(id);
        }
        JobEntry job = find(id);
        return endOrTime(job, waitMillis)
                .thenComposeAsync(
                        any -> {
                            if (job.hasEnded()) {
                                job.outcomeTaken();
                            }
                            return job.details().thenApply(this::result);
                        },
                        mainThread());
    }

    /** A job may have ended under another leader, whom the client did not reach any more. */
    private CompletableFuture<JobResult> endedBefore(JobId id) {
        return services.term()
                .jobs()
                .result(id)
                .thenApplyAsync(found -> result(found.orElseThrow(() -> unknown(id))), mainThread());
    }

    private CompletableFuture<?> endOrTime(JobEntry job, long waitMillis) {
        if (job.hasEnded()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> time = new CompletableFuture<>();
        ScheduledFuture<?> alarm = schedule(waitTime(waitMillis), () -> time.complete(null));
        return CompletableFuture.anyOf(job.ended(), time).whenComplete((any, failure) -> alarm.cancel(false));
    }

    private static Duration waitTime(long millis) {
        return Duration.ofMillis(Math.min(Math.max(0, millis), LONGEST_WAIT_MILLIS));
    }

    private JobResult result(JobDetails details) {
        JobSummary summary = details.summary();
        boolean ended = summary.status().isTerminal();
        long end = ended ? summary.endTime() : services.clock().millis();
        return new JobResult(
                summary.id(),
                summary.name(),
                summary.status(),
                end - summary.startTime(),
                details.failure(),
                details.accumulated(),
                details.spilledBytes());
    }

    // ---- results ----

    @Override
    public CompletableFuture<CollectedBatches> fetchResults(JobId id, String resultId, long position, long waitMillis) {
        JobEntry job = find(id);
        if (job.hasEnded()) {
            return CompletableFuture.completedFuture(job.fetch(resultId, position));
        }
        return job.manager()
                .fetchResults(resultId, position, waitTime(waitMillis))
                .handleAsync(
                        (batches, failure) -> {
                            if (job.hasEnded()) { // the results were handed over while the call was on its way
                                return CompletableFuture.completedFuture(job.fetch(resultId, position));
                            }
                            return failure == null
                                    ? CompletableFuture.completedFuture(batches)
                                    : CompletableFuture.<CollectedBatches>failedFuture(failure);
                        },
                        mainThread())
                .thenCompose(Function.identity());
    }

    // ---- files ----

    @Override
    public CompletableFuture<List<BlobKey>> missingBlobs(List<BlobKey> keys) {
        return CompletableFuture.completedFuture(services.blobs().missing(keys));
    }

    @Override
    public CompletableFuture<Void> uploadBlob(BlobKey key, long offset, byte[] bytes) {
        return services.blobs().append(key, offset, bytes);
    }

    // ---- the cluster ----

    @Override
    public CompletableFuture<ClusterInfo> clusterInfo() {
        return services.resourceManager().clusterInfo();
    }

    @Override
    public CompletableFuture<Void> shutdownCluster() {
        stopping = true;
        onShutdown.run();
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Waits for the end of a job, for the process that hosts this Dispatcher; for any thread. Unlike
     * {@link #jobResult} it does not count as the client's question.
     *
     * @param id the job
     * @return how it ended; fails with NOT_FOUND if there is no such job
     */
    public CompletableFuture<JobDetails> termination(JobId id) {
        return callInMainThread(() -> find(id).ended()).thenCompose(Function.identity());
    }

    /**
     * Waits until the client of a job knows how it ended and has fetched its results, or will not come any more; for any
     * thread.
     *
     * @param id the job
     * @return complete at that time
     */
    public CompletableFuture<Void> resultsTaken(JobId id) {
        return callInMainThread(() -> find(id).taken()).thenCompose(Function.identity());
    }

    /** Leaves the jobs to whoever leads next; for any thread, before it is stopped. */
    public CompletableFuture<Void> abandon() {
        return callInMainThread(() -> {
                    stopping = true;
                    abandoned = true;
                    return CompletableFuture.allOf(jobs.values().stream()
                            .filter(job -> !job.hasEnded())
                            .map(job -> job.manager()
                                    .abandon()
                                    .handle((done, failure) -> null)
                                    .thenCompose(done -> services.rpc().stop(job.manager())))
                            .toArray(CompletableFuture<?>[]::new));
                })
                .thenCompose(Function.identity());
    }

    /** Cancels the jobs and waits for their ends, but not for ever. */
    @Override
    protected CompletableFuture<Void> onStop() {
        stopping = true;
        if (abandoned) {
            return CompletableFuture.completedFuture(null);
        }
        List<JobEntry> running =
                jobs.values().stream().filter(job -> !job.hasEnded()).toList();
        running.forEach(job -> job.manager().cancelJob("the cluster is shut down"));
        CompletableFuture<Void> end =
                CompletableFuture.allOf(running.stream().map(JobEntry::ended).toArray(CompletableFuture<?>[]::new));
        schedule(STOP_TIME, () -> end.complete(null));
        return end.thenCompose(over -> stopTheRest(running));
    }

    /** A job that does not end in time has to let go of what it holds while the process still has it. */
    private CompletableFuture<Void> stopTheRest(List<JobEntry> jobsThatRan) {
        return CompletableFuture.allOf(jobsThatRan.stream()
                .filter(job -> !job.hasEnded())
                .map(job -> services.rpc().stop(job.manager()))
                .toArray(CompletableFuture<?>[]::new));
    }
}

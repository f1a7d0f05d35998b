package io.weir.runtime.jobmanager;

import io.weir.execution.CollectedBatches;
import io.weir.execution.JobStatus;
import io.weir.runtime.heartbeat.WatchingEndpoint;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobManagerGateway;
import io.weir.runtime.protocol.SlotOffer;
import io.weir.runtime.protocol.SlotRequirement;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskReport;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSnapshot;
import io.weir.runtime.protocol.TaskStatus;
import io.weir.runtime.rpc.FencingToken;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads one job: gathers its slots, runs what of the program belongs to the whole job, deploys and watches its tasks, and
 * ends it with the first root cause if something fails.
 *
 * <p>Thread: its main thread. Life: from the submission of the job to its end; the Dispatcher starts and stops it.
 */
public final class JobManager extends WatchingEndpoint implements JobManagerGateway, JobScheduler.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(JobManager.class);

    private final JobManagerServices services;
    private final ExecutionGraph executions;
    private final JobLife life;
    private final TaskManagerConnections taskManagers;
    private final JobScheduler scheduler;
    private final SlotGathering slots;
    private final JobProgram program;
    private final ResultExchange results;
    private final Consumer<JobOutcome> onEnd;

    private CompletableFuture<Void> preparation = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> diagnosis = CompletableFuture.completedFuture(null);
    private boolean prepared;
    private boolean ending;

    /**
     * Creates the JobManager of a job.
     *
     * @param services what the process shares
     * @param graph the job
     * @param jars what the program's class loader is made of
     * @param onEnd called once, on the main thread, when the job has ended
     */
    public JobManager(JobManagerServices services, JobGraph graph, List<BlobKey> jars, Consumer<JobOutcome> onEnd) {
        super(services.rpc(), "jobmanager-" + graph.jobId(), FencingToken.random(), services.clock());
        this.services = services;
        this.onEnd = onEnd;
        this.executions = new ExecutionGraph(graph);
        this.life = new JobLife(graph.jobId(), graph.name(), services.clock());
        this.taskManagers = new TaskManagerConnections(services, host(), this::lost);
        this.scheduler = new JobScheduler(executions, jars, taskManagers, this);
        this.results = new ResultExchange(this::schedule);
        this.slots = new SlotGathering(
                services,
                host(),
                new SlotRequirement(graph.jobId(), scheduler.requiredSlots(), address(), fencingToken()),
                scheduler::assignedSlots,
                this::fail);
        this.program = new JobProgram(
                services,
                graph,
                jars,
                new SplitDeliveries(executions, taskManagers, mainThread(), this::fail),
                (vertex, failure) -> runInMainThread(() -> fail(programFailure(failure))));
    }

    @Override
    protected void onStart() {
        slots.start();
        try {
            preparation = program.prepare();
        } catch (RuntimeException e) {
            preparation = CompletableFuture.failedFuture(e);
        }
        preparation.whenCompleteAsync(
                (done, failure) -> {
                    if (failure != null) {
                        fail(programFailure(failure));
                    } else if (life.status() == JobStatus.CREATED) {
                        program.startSources(graph().vertices(), Map.of());
                        prepared = true;
                        deployWhenReady();
                    }
                },
                mainThread());
    }

    private JobGraph graph() {
        return executions.graph();
    }

    private static FailureInfo programFailure(Throwable failure) {
        return Failures.describe(failure, ErrorCode.USER_FUNCTION, "", "");
    }

    private void deployWhenReady() {
        if (life.status() == JobStatus.CREATED && prepared && scheduler.hasAllSlots()) {
            slots.end();
            life.become(JobStatus.RUNNING, "all " + scheduler.requiredSlots() + " slots are there");
            scheduler.deploy(execution -> TaskRestore.NONE);
        }
    }

    // ---- what TaskManagers and the ResourceManager say ----

    @Override
    public CompletableFuture<List<AllocationId>> offerSlots(SlotOffer offer) {
        if (life.status() != JobStatus.CREATED) {
            return CompletableFuture.completedFuture(List.of());
        }
        return taskManagers.connect(offer).thenApply(connected -> accept(offer));
    }

    private List<AllocationId> accept(SlotOffer offer) {
        assertMainThread();
        boolean wanted = life.status() == JobStatus.CREATED
                && taskManagers.isConnected(offer.location().id());
        List<AllocationId> accepted = wanted ? scheduler.offer(offer.location(), offer.allocations()) : List.of();
        deployWhenReady();
        return accepted;
    }

    @Override
    public CompletableFuture<Void> updateTaskStatus(TaskStatus status) {
        scheduler.update(status);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> requestSplit(ExecutionId execution, String hostName) {
        if (executions.find(execution).isPresent()) {
            program.requestSplit(execution, hostName);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Long> alignWatermark(ExecutionId execution, String group, long watermark) {
        return CompletableFuture.completedFuture(program.alignWatermark(execution, group, watermark));
    }

    @Override
    public CompletableFuture<Boolean> sendResults(ExecutionId execution, String resultId, byte[] batch) {
        return results.send(resultId, batch);
    }

    @Override
    public CompletableFuture<Void> acknowledgeCheckpoint(
            TaskManagerId taskManager, long checkpointId, List<TaskSnapshot> parts) {
        LOG.debug("No checkpoint {} is under way.", checkpointId);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> declineCheckpoint(long checkpointId, ExecutionId execution, FailureInfo cause) {
        LOG.debug("No checkpoint {} is under way.", checkpointId);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> heartbeat(TaskManagerId taskManager, List<TaskReport> reports) {
        if (!taskManagers.isConnected(taskManager)) {
            return CompletableFuture.failedFuture(new WeirException(
                    ErrorCode.NOT_FOUND, "The job " + executions.jobId() + " has no slot on " + taskManager + "."));
        }
        taskManagers.sign(taskManager);
        scheduler.report(reports);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<byte[]> downloadBlob(BlobKey key, long offset, int length) {
        return services.blobs().read(key, offset, length);
    }

    @Override
    public CompletableFuture<Void> taskManagerLost(TaskManagerId taskManager, String diagnostics) {
        TaskManagerLocation location = taskManagers.remove(taskManager);
        if (location != null) {
            lost(location, diagnostics);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> slotsUnavailable(String diagnostics) {
        if (life.status() == JobStatus.CREATED) {
            slots.unavailable(diagnostics);
        }
        return CompletableFuture.completedFuture(null);
    }

    /** The connection was lost; the cluster may know why, and is given a moment to say so. */
    private void lost(TaskManagerLocation location, String what) {
        FailureInfo failure = lostFailure(location, what);
        CompletableFuture<Void> known = new CompletableFuture<>();
        // Before the scheduler hears of it: where nothing else runs, the job ends within that call.
        diagnosis = CompletableFuture.allOf(diagnosis, known);
        if (!scheduler.taskManagerLost(location.id(), failure)) {
            known.complete(null);
            return;
        }
        services.resourceManager()
                .workerDiagnostics(location.id())
                .whenCompleteAsync(
                        (diagnostics, unknown) -> {
                            if (unknown == null && !diagnostics.isEmpty() && !what.contains(diagnostics)) {
                                life.explainFailure(failure, lostFailure(location, what + "; " + diagnostics));
                            }
                            known.complete(null);
                        },
                        mainThread());
    }

    private static FailureInfo lostFailure(TaskManagerLocation location, String what) {
        return Failures.of(
                ErrorCode.TASK_MANAGER_LOST,
                "The TaskManager " + location.id() + " on " + location.host() + " was lost: " + what + ".");
    }

    // ---- what the Dispatcher asks ----

    /** Describes the job; for any thread. */
    public CompletableFuture<JobDetails> details() {
        return callInMainThread(this::describe);
    }

    /**
     * Cancels the job; for any thread.
     *
     * @param cause who wants it
     * @return complete when the job was told
     */
    public CompletableFuture<Void> cancelJob(String cause) {
        return callInMainThread(() -> {
            boolean possible = !ending && (life.status() == JobStatus.CREATED || life.status() == JobStatus.RUNNING);
            if (possible) {
                slots.end();
                life.become(JobStatus.CANCELING, cause);
                scheduler.cancel();
            }
            return null;
        });
    }

    /**
     * Fetches results; for any thread.
     *
     * @param resultId the result
     * @param position how many batches the client has
     * @param wait how long to wait for more
     * @return the next batches
     */
    public CompletableFuture<CollectedBatches> fetchResults(String resultId, long position, Duration wait) {
        return callInMainThread(() -> results.fetch(resultId, position, wait)).thenCompose(answer -> answer);
    }

    private JobDetails describe() {
        return new JobDetails(
                life.summary(executions.counts()),
                executions.describe(),
                scheduler.requiredSlots(),
                scheduler.assignedSlots(),
                life.millisToRunning(),
                life.failure());
    }

    // ---- what the tasks and the program do ----

    @Override
    public void taskRuns(ExecutionId execution) {
        life.noteRunningTask();
        program.readerRuns(execution);
    }

    @Override
    public void taskFailed(FailureInfo failure) {
        fail(failure);
    }

    private void fail(FailureInfo failure) {
        assertMainThread();
        JobStatus status = life.status();
        if (ending || status == JobStatus.CANCELING || status.isTerminal()) {
            return; // what breaks while a job is torn down is no news
        }
        life.noteFailure(failure);
        if (status != JobStatus.FAILING) {
            slots.end();
            life.become(JobStatus.FAILING, failure.describe());
            scheduler.cancel();
        }
    }

    // ---- the end ----

    @Override
    public void tasksTerminated() {
        if (ending) {
            return;
        }
        ending = true;
        if (life.status() == JobStatus.RUNNING) {
            program.commit()
                    .whenCompleteAsync(
                            (done, failure) -> {
                                if (failure == null) {
                                    end(JobStatus.FINISHED, "all tasks have finished");
                                } else {
                                    commitFailed(programFailure(failure));
                                }
                            },
                            mainThread());
        } else {
            abort();
        }
    }

    private void commitFailed(FailureInfo failure) {
        life.noteFailure(failure);
        life.become(JobStatus.FAILING, failure.describe());
        abort();
    }

    private void abort() {
        CompletableFuture.allOf(preparation.exceptionally(failure -> null), diagnosis)
                .thenCompose(ready -> program.abort())
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (life.status() == JobStatus.CANCELING) {
                                end(JobStatus.CANCELED, "all tasks have ended");
                            } else {
                                end(JobStatus.FAILED, life.failure().describe());
                            }
                        },
                        mainThread());
    }

    private void end(JobStatus status, String cause) {
        life.become(status, cause);
        close();
        onEnd.accept(new JobOutcome(describe(), results.end()));
    }

    private void close() {
        slots.release(); // first, or slots that become free would be given to this job again
        taskManagers.release(executions.jobId());
        taskManagers.close();
        program.close();
    }

    /** Without a preceding end, the process is being stopped in haste: lets go of everything. */
    @Override
    protected CompletableFuture<Void> onStop() {
        if (!life.status().isTerminal()) {
            close();
        }
        return CompletableFuture.completedFuture(null);
    }
}

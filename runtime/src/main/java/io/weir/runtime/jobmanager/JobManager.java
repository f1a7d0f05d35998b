package io.weir.runtime.jobmanager;

import io.weir.execution.CollectedBatches;
import io.weir.execution.JobStatus;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.ha.JobGraphStore;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.heartbeat.WatchingEndpoint;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobManagerGateway;
import io.weir.runtime.protocol.SlotOffer;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskOffer;
import io.weir.runtime.protocol.TaskReport;
import io.weir.runtime.protocol.TaskSnapshot;
import io.weir.runtime.protocol.TaskStatus;
import io.weir.runtime.rpc.FencingToken;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Leads one job: gathers its slots, runs what of the program belongs to the whole job, deploys and watches its tasks, lets
 * them start again when something fails, and ends it with the first root cause if that is of no use.
 *
 * <p>Thread: its main thread. Life: from the submission of the job to its end; the Dispatcher starts and stops it.
 */
public final class JobManager extends WatchingEndpoint
        implements JobManagerGateway, JobScheduler.Listener, FailureHandling.Listener {
    /** By how much the numbers of attempts grow when the job is taken over: nobody knows the last one. */
    private static final int ATTEMPTS_PER_TERM = 1_000;

    private final JobManagerServices services;
    private final JobGraphStore.TakenOver job;
    private final ExecutionGraph executions;
    private final JobLife life;
    private final TaskManagerConnections taskManagers;
    private final JobScheduler scheduler;
    private final SlotGathering slots;
    private final JobProgram program;
    private final JobCheckpoints checkpoints;
    private final ResultExchange results;
    private final FailureHandling failures;
    private final Consumer<JobOutcome> onEnd;

    private CompletableFuture<Void> preparation = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> diagnosis = CompletableFuture.completedFuture(null);
    private boolean prepared;
    private boolean ending;
    private boolean abandoned;

    /**
     * Creates the JobManager of a job.
     *
     * @param services what the process shares
     * @param job the job, whether it was just submitted or taken over
     * @param onEnd called once, on the main thread, when the job has ended
     */
    public JobManager(JobManagerServices services, JobGraphStore.TakenOver job, Consumer<JobOutcome> onEnd) {
        super(
                services.rpc(),
                LeaderAddress.jobManagerName(job.job().graph().jobId()),
                // TaskManagers that outlive a leader know where to find the next one's JobManagers.
                services.term().hasSuccessors() ? services.term().token() : FencingToken.random(),
                services.clock());
        this.services = services;
        this.job = job;
        this.onEnd = onEnd;
        this.executions = new ExecutionGraph(job.job().graph(), job.times() * ATTEMPTS_PER_TERM);
        this.life = new JobLife(
                executions.jobId(),
                executions.graph().name(),
                services.clock(),
                job.job().submitted());
        this.taskManagers = new TaskManagerConnections(services, host(), this::lost);
        this.scheduler = new JobScheduler(executions, job.job().jars(), taskManagers, this);
        this.results = new ResultExchange(this::schedule, executions.graph().results());
        this.slots = new SlotGathering(
                services,
                host(),
                () -> scheduler.requirement(address(), fencingToken()),
                scheduler::assignedSlots,
                scheduler::takesTurns,
                failure -> fail(List.of(), failure));
        this.program = new JobProgram(
                services,
                executions.graph(),
                job.job().jars(),
                host(),
                taskManagers.deliveries(executions, (reader, failure) -> fail(List.of(reader), failure)),
                (vertex, failure) ->
                        runInMainThread(() -> fail(executions.instancesOf(vertex), Tasks.programFailure(failure))));
        this.checkpoints = new JobCheckpoints(
                services,
                Restarts.parts(host(), executions, scheduler, slots, program),
                taskManagers,
                this::checkpointsFail);
        this.failures = new FailureHandling(services, checkpoints.parts(), life, results, this);
    }

    @Override
    protected void onStart() {
        if (job.times() == 0) {
            slots.start();
        }
        slots.orInStages(scheduler, () -> life.status() == JobStatus.CREATED);
        if (!executions.graph().concurrent().isEmpty()) {
            Speculation.begin(services, host(), executions, scheduler);
        }
        try {
            program.load();
            job.stop().ifPresent(stop -> checkpoints.stoppedBefore(stop.checkpointId(), stop.path()));
            CompletableFuture<Void> recovered = checkpoints.recover(job.times() > 0);
            preparation = job.publishing()
                    ? CompletableFuture.allOf(recovered, program.finishedOutputs())
                    : adopt(recovered).thenCompose(adopted -> adopted ? nothing() : prepareAnew(recovered));
        } catch (RuntimeException e) {
            preparation = CompletableFuture.failedFuture(e);
        }
        preparation.whenCompleteAsync(
                (done, failure) -> {
                    if (failure != null) {
                        fail(List.of(), Tasks.programFailure(failure));
                    } else if (life.status() == JobStatus.CREATED && job.publishing()) {
                        life.become(JobStatus.RUNNING, "all tasks had finished before it was taken over");
                        ending = true;
                        commitOrAbort();
                    } else if (life.status() == JobStatus.CREATED) {
                        program.startSources(executions.graph().vertices(), checkpoints.enumerators());
                        prepared = true;
                        deployWhenReady();
                    }
                },
                mainThread());
    }

    private static CompletableFuture<Void> nothing() {
        return CompletableFuture.completedFuture(null);
    }

    /** Goes on with the tasks that the JobManager before has left, if there was one and all of them still run. */
    private CompletableFuture<Boolean> adopt(CompletableFuture<Void> recovered) {
        return job.times() == 0
                ? CompletableFuture.completedFuture(false)
                : checkpoints.adoption().attempt(recovered, this::tasksAdopted);
    }

    private void tasksAdopted() {
        life.become(JobStatus.RUNNING, "its tasks go on");
        slots.start(); // so that the ResourceManager knows what the job needs
        slots.end();
        executions.running().forEach(this::taskRuns);
        checkpoints.goOn();
        tasksEnded();
    }

    /** The job begins, or begins again from what it has stored. */
    private CompletableFuture<Void> prepareAnew(CompletableFuture<Void> recovered) {
        if (life.status() != JobStatus.CREATED) {
            return program.keepOutputs(); // to be discarded
        }
        if (job.stop().isPresent()) {
            return CompletableFuture.failedFuture(checkpoints.lostAfterStop());
        }
        if (job.times() > 0) {
            slots.start();
        }
        boolean startsOver = job.times() > 0 && program.givesAllOutAtItsEnd();
        return CompletableFuture.allOf(
                program.prepareOutputs(), recovered.thenCompose(known -> checkpoints.chooseStart(startsOver)));
    }

    private void deployWhenReady() {
        if (life.status() == JobStatus.CREATED && prepared && scheduler.hasAllSlots()) {
            slots.end();
            life.become(JobStatus.RUNNING, scheduler.assignedSlots() + " slots are there");
            scheduler.deploy(checkpoints::of);
            checkpoints.coordinator().resume();
        }
    }

    /** What tasks read has become complete. If slots were lost meanwhile, it is time to ask for them. */
    private void deployNextStage() {
        if (life.status() != JobStatus.RUNNING || ending || !scheduler.hasNextStage()) {
            return;
        }
        if (scheduler.hasAllSlots()) {
            slots.end();
            scheduler.deploy(checkpoints::of);
        } else if (scheduler.lacksSlots() && slots.hasEnded()) {
            slots.start();
        }
    }

    // ---- what TaskManagers and the ResourceManager say ----

    @Override
    public CompletableFuture<List<AllocationId>> offerSlots(SlotOffer offer) {
        if (!takesSlots()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return taskManagers.connect(offer).thenApply(connected -> accept(offer));
    }

    private List<AllocationId> accept(SlotOffer offer) {
        assertMainThread();
        boolean wanted =
                takesSlots() && taskManagers.isConnected(offer.location().id());
        List<AllocationId> accepted = wanted ? scheduler.offer(offer.location(), offer.allocations()) : List.of();
        deployWhenReady();
        failures.proceed();
        deployNextStage();
        return accepted;
    }

    /** While it runs, too: what is lost is replaced before it is missed. */
    private boolean takesSlots() {
        return switch (life.status()) {
            case CREATED, RUNNING, RESTARTING -> !ending;
            case FAILING, CANCELING, FINISHED, CANCELED, FAILED -> false;
        };
    }

    @Override
    public CompletableFuture<Boolean> offerTasks(TaskOffer offer) {
        return taskManagers.connect(offer.location(), offer.address()).thenApply(connected -> {
            assertMainThread();
            return checkpoints.adoption().offer(offer);
        });
    }

    @Override
    public CompletableFuture<Void> updateTaskStatus(TaskStatus status) {
        if (job.times() > 0) {
            checkpoints.adoption().update(status);
        }
        scheduler.update(status);
        checkpoints.update(status.state());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> requestSplit(ExecutionId execution, String hostName) {
        if (executions.isActive(execution)) {
            program.requestSplit(execution, hostName);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> superstepEnded(
            ExecutionId execution, String loop, int superstep, int tasks, boolean waits, byte[] report) {
        program.supersteps().ended(execution, loop, superstep, tasks, waits, report);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Long> alignWatermark(ExecutionId execution, String group, long watermark) {
        return CompletableFuture.completedFuture(program.alignWatermark(execution, group, watermark));
    }

    @Override
    public CompletableFuture<Boolean> sendResults(ExecutionId execution, String resultId, byte[] batch) {
        return results.send(resultId, TaskInstance.of(execution), batch, () -> executions.isActive(execution));
    }

    @Override
    public CompletableFuture<Void> acknowledgeCheckpoint(
            TaskManagerId taskManager, long checkpointId, List<TaskSnapshot> parts) {
        checkpoints.coordinator().acknowledge(taskManager, checkpointId, parts);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> declineCheckpoint(long checkpointId, ExecutionId execution, FailureInfo cause) {
        checkpoints.coordinator().decline(checkpointId, execution, cause);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> heartbeat(TaskManagerId taskManager, List<TaskReport> reports) {
        scheduler.report(reports);
        return taskManagers.sign(taskManager);
    }

    @Override
    public CompletableFuture<byte[]> downloadBlob(BlobKey key, long offset, int length) {
        return services.blobs().read(key, offset, length);
    }

    @Override
    public CompletableFuture<Void> taskManagerLost(TaskManagerId taskManager, String diagnostics) {
        taskManagers.lost(taskManager, diagnostics);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> slotsUnavailable(String diagnostics) {
        if (life.status() == JobStatus.CREATED || life.status() == JobStatus.RESTARTING) {
            slots.unavailable(diagnostics);
        }
        return CompletableFuture.completedFuture(null);
    }

    /** The connection was lost; the cluster may know why, and is given a moment to say so. */
    private void lost(TaskManagerId taskManager, FailureInfo failure) {
        CompletableFuture<Void> known = new CompletableFuture<>();
        if (job.times() > 0) {
            checkpoints.adoption().lost(taskManager);
        }
        // Before the scheduler hears of it: where nothing else runs, the job ends within that call.
        diagnosis = CompletableFuture.allOf(diagnosis, known);
        if (!scheduler.taskManagerLost(taskManager, failure)) {
            known.complete(null);
            return;
        }
        services.resourceManager()
                .workerDiagnostics(taskManager)
                .whenCompleteAsync(
                        (diagnostics, unknown) -> {
                            if (unknown == null
                                    && !diagnostics.isEmpty()
                                    && !failure.message().contains(diagnostics)) {
                                life.explainFailure(failure, failure.adding(diagnostics + "."));
                            }
                            known.complete(null);
                        },
                        mainThread());
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
            if (takesSlots()) {
                slots.end();
                failures.stop();
                life.become(JobStatus.CANCELING, cause);
                checkpoints.adoption().giveUp(cause);
                checkpoints.coordinator().suspend(cause);
                scheduler.cancel();
            }
            return null;
        });
    }

    /**
     * Lets the checkpoints of the job begin something, which needs a number that no JobManager has used; for any thread.
     *
     * @param work what is begun, on the main thread
     * @param <T> the type of the answer
     * @return the answer; fails with UNREACHABLE while the job is being taken over
     */
    public <T> CompletableFuture<T> beginCheckpoint(Function<JobCheckpoints, T> work) {
        return callInMainThread(() -> {
                    if (job.times() > 0 && !preparation.isDone()) {
                        throw checkpoints.notReady();
                    }
                    return preparation.handleAsync((done, failure) -> work.apply(checkpoints), mainThread());
                })
                .thenCompose(Function.identity());
    }

    /**
     * Asks the checkpoints of the job something; for any thread.
     *
     * @param question what is asked, on the main thread
     * @param <T> the type of the answer
     * @return the answer
     */
    public <T> CompletableFuture<T> askCheckpoints(Function<JobCheckpoints, T> question) {
        return callInMainThread(() -> question.apply(checkpoints));
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
        return describe(life.status());
    }

    private JobDetails describe(JobStatus status) {
        return new JobDetails(
                status == life.status()
                        ? life.summary(executions.counts())
                        : life.summaryOfEnd(status, executions.counts()),
                executions.describe(),
                scheduler.requiredSlots(),
                scheduler.assignedSlots(),
                life.millisToRunning(),
                life.failure(),
                failures.describe(),
                life.pastFailures(),
                status == JobStatus.FINISHED ? executions.accumulated() : List.of());
    }

    // ---- what the tasks and the program do ----

    @Override
    public void taskRuns(ExecutionId execution) {
        life.noteRunningTask();
        program.readerRuns(execution);
    }

    @Override
    public void tasksFailed(List<TaskInstance> failed, FailureInfo failure) {
        fail(failed, failure);
    }

    /** Checkpoints are those of all tasks: all start again. */
    private void checkpointsFail(FailureInfo failure) {
        fail(executions.all().map(Execution::instance).toList(), failure);
    }

    /** Something failed: those tasks, if any. */
    private void fail(List<TaskInstance> failed, FailureInfo failure) {
        assertMainThread();
        switch (life.status()) {
            case CREATED -> jobFails(failure);
            case RUNNING, RESTARTING -> {
                if (!ending) {
                    checkpoints.coordinator().suspend(failure.describe());
                    if (checkpoints.coordinator().stoppedWith().isPresent()) {
                        jobFails(checkpoints.afterStop(failure));
                    } else {
                        failures.failed(failed, checkpoints.explain(failure));
                    }
                }
            }
            case FAILING -> life.noteFailure(failure);
            case CANCELING, FINISHED, CANCELED, FAILED -> {
                // What breaks while a job is torn down is no news.
            }
        }
    }

    @Override
    public CompletableFuture<Void> checkpointsSettled() {
        return checkpoints.coordinator().settled();
    }

    @Override
    public void startAgain(Set<TaskInstance> tasks, boolean fromBeginning) {
        if (checkpoints.coordinator().stoppedWith().isPresent()) {
            jobFails(checkpoints.afterStop(life.failure()));
            return;
        }
        checkpoints.goBack(fromBeginning);
        program.startSources(executions.verticesOf(tasks), checkpoints.enumerators());
        scheduler.deploy(checkpoints::of);
        checkpoints.coordinator().resume();
    }

    @Override
    public void jobFails(FailureInfo failure) {
        life.noteFailure(failure);
        slots.end();
        failures.stop();
        life.become(JobStatus.FAILING, failure.describe());
        checkpoints.adoption().giveUp(failure.describe());
        checkpoints.coordinator().suspend(failure.describe());
        scheduler.cancel();
    }

    // ---- the end ----

    @Override
    public void tasksEnded() {
        if (life.status() == JobStatus.RESTARTING) {
            failures.proceed();
        } else if (!ending && executions.isTerminated()) {
            ending = true;
            commitOrAbort();
        } else {
            deployNextStage();
        }
    }

    private void commitOrAbort() {
        if (life.status() == JobStatus.RUNNING) {
            program.commit()
                    .whenCompleteAsync(
                            (done, failure) -> {
                                if (failure == null) {
                                    end(JobStatus.FINISHED, "all tasks have finished");
                                } else {
                                    commitFailed(Tasks.programFailure(failure));
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
        program.noteEnd(describe(status)).thenRun(() -> endForGood(status, cause));
    }

    private void endForGood(JobStatus status, String cause) {
        boolean leavesNothing = status != JobStatus.FINISHED && job.times() == 0 && !checkpoints.areLeftBy(status);
        checkpoints
                .end(status)
                .thenCompose(ended -> leavesNothing ? program.clean() : nothing())
                .whenCompleteAsync(
                        (done, failure) -> {
                            life.become(status, cause);
                            close();
                            onEnd.accept(new JobOutcome(describe(), results.end(), checkpoints.reports()));
                        },
                        mainThread());
    }

    private void close() {
        slots.release(); // first, or slots that become free would be given to this job again
        taskManagers.release(executions.jobId());
        taskManagers.close();
        program.close();
    }

    /**
     * Another JobManager takes the job over: this one stops without telling anybody; for any thread, before it is stopped.
     *
     * @return complete when nothing of it runs any more
     */
    public CompletableFuture<Void> abandon() {
        return callInMainThread(() -> {
            abandoned = true;
            ending = true;
            slots.end();
            failures.stop();
            checkpoints.coordinator().suspend("Another JobManager leads the job.");
            taskManagers.close();
            program.close();
            return null;
        });
    }

    /** Without a preceding end, the process is being stopped in haste: lets go of everything. */
    @Override
    protected CompletableFuture<Void> onStop() {
        if (!life.status().isTerminal() && !abandoned) {
            close();
        }
        return CompletableFuture.completedFuture(null);
    }
}

package io.weir.runtime.taskmanager;

import io.weir.configuration.TaskManagerOptions;
import io.weir.execution.JobId;
import io.weir.runtime.ha.LeaderRetrieval;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.heartbeat.HeartbeatSettings;
import io.weir.runtime.heartbeat.WatchingEndpoint;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.SlotRequest;
import io.weir.runtime.protocol.SplitDelivery;
import io.weir.runtime.protocol.TaskManagerGateway;
import io.weir.runtime.protocol.TaskManagerRegistration;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.TaskStage;
import io.weir.runtime.protocol.TaskStatus;
import io.weir.runtime.rpc.FencingToken;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers slots, runs tasks in them, and reports how they fare. It serves any number of jobs; when one's JobManager is
 * lost, what that job has here goes, or waits a while for another JobManager where there may be one.
 *
 * <p>Thread: its main thread. Life: that of its process, or of the cluster in one process.
 */
public final class TaskManager extends WatchingEndpoint implements TaskManagerGateway {
    private static final Logger LOG = LoggerFactory.getLogger(TaskManager.class);

    /** How often progress is reported, if signs of life are not even more frequent. */
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

    /** How long tasks have to end when the TaskManager is stopped. */
    private static final Duration STOP_TIME = Duration.ofSeconds(10);

    private final TaskManagerServices services;
    private final SlotTable slots;
    private final Map<JobId, JobConnection> jobs = new LinkedHashMap<>();
    private final Map<ExecutionId, Task> tasks = new HashMap<>();
    private final ResourceManagerConnection resourceManager;
    private final HeldJobs heldJobs;
    private final CheckpointWriter checkpoints;
    private final FailureDetector<JobId> detector;
    private final Duration progressInterval;
    private final Duration cancellationTimeout;
    private final CompletableFuture<Void> registered = new CompletableFuture<>();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private boolean stopping;

    /**
     * Creates a TaskManager that is not registered yet.
     *
     * @param services what it is made of
     * @param leaders tells where it registers
     */
    public TaskManager(TaskManagerServices services, LeaderRetrieval leaders) {
        super(services.rpc(), "taskmanager-" + services.location().id(), FencingToken.NONE, services.clock());
        this.services = services;
        this.progressInterval = HeartbeatSettings.read(services.configuration()).intervalOr(PROGRESS_INTERVAL);
        this.cancellationTimeout = services.configuration().get(TaskManagerOptions.CANCELLATION_TIMEOUT);
        this.slots = new SlotTable(
                services.location().id(), services.configuration().get(TaskManagerOptions.NUMBER_OF_TASK_SLOTS));
        this.checkpoints = new CheckpointWriter(services, mainThread());
        this.heldJobs = new HeldJobs(
                HeldJobs.Times.read(services.configuration()), host(), this::describe, this::offered, this::drop);
        this.detector =
                new FailureDetector<>(HeartbeatSettings.read(services.configuration()), host(), this::jobManagerLost);
        this.resourceManager = new ResourceManagerConnection(
                new ResourceManagerConnection.Ends(
                        services.rpc(), leaders, this::registration, new RegistrationEvents()),
                host(),
                ResourceManagerConnection.Settings.read(services.configuration()));
    }

    private TaskManagerRegistration registration() {
        return new TaskManagerRegistration(
                services.location(),
                address(),
                slots.report(),
                services.configuration().get(TaskManagerOptions.PROCESS_SIZE).bytes());
    }

    /** Only the leader that it registers with may call it. */
    @Override
    public FencingToken fencingToken() {
        return resourceManager.leaderToken();
    }

    @Override
    protected void onStart() {
        resourceManager.start();
        scheduleProgress();
    }

    /** Complete when this TaskManager is part of the cluster; fails if it could not register in time. */
    public CompletableFuture<Void> registered() {
        return registered;
    }

    /** Takes how the registration fares; on the main thread. */
    private final class RegistrationEvents implements ResourceManagerConnection.Events {
        @Override
        public void ledByAnother() {
            heldJobs.leaderLost();
            List.copyOf(jobs.keySet()).forEach(job -> jobManagerLost(job, "another JobManager leads the cluster"));
        }

        @Override
        public void lost() {
            heldJobs.leaderLost();
        }

        @Override
        public void registered() {
            registered.complete(null);
            heldJobs.registered(resourceManager.leader());
        }

        @Override
        public void failed(Throwable cause) {
            registered.completeExceptionally(cause);
            services.process().fail(cause);
        }
    }

    // ---- slots ----

    @Override
    public CompletableFuture<Long> requestSlot(SlotRequest request) {
        if (stopping) {
            throw new WeirException(ErrorCode.RESOURCES, "The TaskManager is stopping.");
        }
        long version = slots.allocate(request.allocation(), request.job());
        JobConnection job = jobs.get(request.job());
        if (job != null && job.isHeld()) {
            drop(job, "its JobManager starts its tasks anew");
        }
        if (job == null || job.isReleased()) {
            job = new JobConnection(services, request, checkpoints, mainThread());
            jobs.put(request.job(), job);
        }
        if (job.addToOffer(request.allocation())) {
            JobConnection offering = job;
            runInMainThread(() -> offer(offering)); // after the requests that have come with this one
        }
        return CompletableFuture.completedFuture(version);
    }

    private void offer(JobConnection job) {
        job.offer(address())
                .whenCompleteAsync(
                        (refused, failure) -> {
                            if (job.isReleased()) {
                                return; // and its slots with it
                            }
                            if (failure != null) {
                                jobManagerLost(job.job(), JobConnection.message(failure));
                            } else {
                                if (job.establish()) {
                                    detector.watch(job.job(), job.jobManagerAddress());
                                }
                                refused.forEach(slot -> release(slot, "the job does not need it"));
                                dropIfUnused(job);
                            }
                        },
                        mainThread());
    }

    @Override
    public CompletableFuture<Void> freeSlot(AllocationId allocation, String cause) {
        release(allocation, cause);
        return CompletableFuture.completedFuture(null);
    }

    private void release(AllocationId allocation, String cause) {
        slots.find(allocation).ifPresent(slot -> {
            LOG.debug("The slot {} is taken from job {}: {}.", allocation, slot.job(), cause);
            slot.tasks().forEach(this::cancelTask);
            slots.release(slot);
            resourceManager.report(slots.report());
        });
    }

    // ---- tasks ----

    @Override
    public CompletableFuture<Void> deploy(List<TaskSpec> specs) {
        specs.forEach(slots::require); // all of them, before the first begins
        specs.forEach(this::start);
        return CompletableFuture.completedFuture(null);
    }

    private void start(TaskSpec spec) {
        JobConnection job = jobs.get(spec.execution().job());
        Task task = new Task(
                spec,
                services,
                job.program(spec),
                new Task.Reports(
                        job,
                        status -> runInMainThread(() -> changed(job, status)),
                        status -> runInMainThread(() -> changed(job, status)),
                        status -> runInMainThread(() -> ended(job, spec.allocation(), status))));
        slots.require(spec).add(spec.execution());
        checkpoints.taskBegins(spec);
        job.taskStarted();
        job.ledger().started(spec);
        tasks.put(spec.execution(), task);
        task.start();
    }

    private void ended(JobConnection job, AllocationId allocation, TaskStatus status) {
        LOG.debug("Task {} is {}.", status.execution(), status.state());
        tasks.remove(status.execution());
        checkpoints.taskEnded(status.execution());
        job.taskEnded();
        boolean freed = slots.taskEnded(allocation, status.execution());
        changed(job, status);
        if (freed) {
            resourceManager.report(slots.report());
        }
        dropIfUnused(job);
        if (jobs.containsKey(job.job())) {
            dropIfUnused(jobs.get(job.job())); // which may be another, that waited for the slot
        }
        completeIdle();
    }

    private void changed(JobConnection job, TaskStatus status) {
        job.ledger().changed(status);
        reportSurely(job, status);
    }

    /** The JobManager must learn of it: it is told again until it answers, ends, or is lost. */
    private void reportSurely(JobConnection job, TaskStatus status) {
        job.updateTaskStatus(status)
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure != null && !job.isReleased() && JobConnection.isTimeout(failure)) {
                                reportSurely(job, status);
                            }
                        },
                        mainThread());
    }

    @Override
    public CompletableFuture<Void> cancel(List<ExecutionId> executions) {
        executions.forEach(this::cancelTask);
        return CompletableFuture.completedFuture(null);
    }

    private void cancelTask(ExecutionId execution) {
        Task task = tasks.get(execution);
        if (task == null) {
            services.partitions().release(execution); // it has ended, and nobody will read what it has left
            JobConnection job = jobs.get(execution.job());
            if (job != null) {
                job.ledger().forget(execution);
            }
        } else {
            task.cancel();
        }
    }

    /** User code may not let a task end. Nothing but the end of the process can then free what it holds. */
    private void checkCanceledTasks() {
        tasks.values().stream()
                .filter(task -> task.becomesStuck(cancellationTimeout))
                .findFirst()
                .ifPresent(task -> services.process()
                        .fail(new WeirException(
                                ErrorCode.USER_FUNCTION,
                                "The task " + task.name() + " did not end within " + cancellationTimeout.toMillis()
                                        + " ms after it was canceled. It is at:" + task.stack())));
    }

    @Override
    public CompletableFuture<Void> deliverSplits(SplitDelivery delivery) {
        Task task = tasks.get(delivery.execution());
        if (task == null) {
            throw new WeirException(ErrorCode.NOT_FOUND, "The task " + delivery.execution() + " does not run here.");
        }
        task.deliverSplits(delivery);
        jobs.get(delivery.execution().job()).ledger().given(delivery);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> superstepEnded(ExecutionId execution, int superstep, List<byte[]> reports) {
        Task task = tasks.get(execution);
        if (task == null) {
            throw new WeirException(ErrorCode.NOT_FOUND, "The task " + execution + " does not run here.");
        }
        task.superstepEnded(superstep, reports);
        return CompletableFuture.completedFuture(null);
    }

    // ---- checkpoints ----

    @Override
    public CompletableFuture<Void> triggerCheckpoint(JobId job, CheckpointTrigger trigger) {
        JobConnection connection = jobs.get(job);
        if (connection == null) {
            throw new WeirException(ErrorCode.NOT_FOUND, "The job " + job + " has no slot here.");
        }
        List<Task> running = tasksOf(job);
        List<ExecutionId> executions =
                running.stream().map(task -> task.spec().execution()).toList();
        connection.ledger().begins(trigger);
        checkpoints.begin(job, trigger, executions, connection);
        // Those that wait for barriers hear of it too: the tasks before them may end without sending any.
        running.forEach(task -> task.triggerCheckpoint(trigger));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<List<TaskStage>> checkpointStages(JobId job, long checkpointId) {
        return CompletableFuture.completedFuture(tasksOf(job).stream()
                .map(task -> task.stageOf(checkpointId, checkpoints))
                .toList());
    }

    private List<Task> tasksOf(JobId job) {
        return tasks.values().stream()
                .filter(task -> task.spec().execution().job().equals(job))
                .toList();
    }

    @Override
    public CompletableFuture<Void> checkpointEnded(JobId job, long checkpointId, boolean completed) {
        checkpoints.ended(job, checkpointId, completed);
        JobConnection connection = jobs.get(job);
        if (connection != null) {
            connection.ledger().ended(checkpointId, completed);
        }
        tasksOf(job).forEach(task -> task.checkpointEnded(checkpointId, completed));
        return CompletableFuture.completedFuture(null);
    }

    // ---- jobs ----

    @Override
    public CompletableFuture<Void> releaseJob(JobId id) {
        JobConnection job = jobs.get(id);
        if (job != null) {
            drop(job, "the job has ended");
        }
        return CompletableFuture.completedFuture(null);
    }

    private void jobManagerLost(JobId id, String what) {
        JobConnection job = jobs.get(id);
        if (job != null && !job.isReleased()) {
            detector.unwatch(id);
            heldJobs.hold(job, what);
        }
    }

    @Override
    public CompletableFuture<Void> tasksAdopted(JobId id, long checkpoint, long savepoint, long firstCheckpoint) {
        JobConnection job = jobs.get(id);
        if (job == null || job.isReleased()) {
            throw new WeirException(ErrorCode.NOT_FOUND, "The job " + id + " has no tasks here.");
        }
        if (!job.isHeld()) {
            return CompletableFuture.completedFuture(null); // the call is made again, for its answer did not come
        }
        if (!heldJobs.adopted(id)) {
            throw new WeirException(ErrorCode.NOT_FOUND, "The tasks of job " + id + " were not offered.");
        }
        LOG.info("Another JobManager goes on with the tasks of job {}.", id);
        job.adopted();
        job.ledger().ended(checkpoint, true);
        checkpoints.takenOver(id, checkpoint);
        tasksOf(id).forEach(task -> task.takenOver(checkpoint, savepoint, firstCheckpoint));
        job.ledger()
                .asking()
                .forEach(reader -> job.requestSplit(reader, services.location().host()));
        return CompletableFuture.completedFuture(null);
    }

    private void describe(JobConnection job) {
        job.describe(address(), slots.of(job.job()), tasks);
    }

    /** A JobManager has taken the offer of tasks, and will tell what follows. */
    private void offered(JobConnection job) {
        job.establish();
        detector.watch(job.job(), job.jobManagerAddress());
        job.changesSinceOffer().forEach(status -> reportSurely(job, status));
    }

    private void drop(JobConnection job, String cause) {
        if (job.markReleased()) {
            return;
        }
        detector.unwatch(job.job());
        heldJobs.forget(job.job());
        slots.of(job.job()).forEach(slot -> release(slot.allocation(), cause));
        dropIfUnused(job);
    }

    /**
     * The program goes with the last slot, for until then a task may need it; that of a connection which another has
     * replaced meanwhile goes with its last task.
     */
    private void dropIfUnused(JobConnection job) {
        if (jobs.get(job.job()) != job) {
            if (!job.hasTasks()) {
                job.closeProgram();
            }
        } else if (slots.of(job.job()).isEmpty()) {
            job.markReleased();
            detector.unwatch(job.job());
            heldJobs.forget(job.job());
            jobs.remove(job.job());
            checkpoints.release(job.job());
            job.close();
        }
    }

    private void scheduleProgress() {
        schedule(progressInterval, () -> {
            scheduleProgress(); // first, so that one failure does not end the signs of life
            jobs.values().stream().filter(JobConnection::isEstablished).forEach(this::reportProgress);
            checkCanceledTasks();
        });
    }

    private void reportProgress(JobConnection job) {
        int connection = job.connections();
        job.heartbeat(tasksOf(job.job()))
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (job.connections() != connection) {
                                return; // it was about another JobManager
                            }
                            if (failure == null) {
                                detector.sign(job.job());
                            } else if (!JobConnection.isTimeout(failure) && jobs.get(job.job()) == job) {
                                jobManagerLost(job.job(), JobConnection.message(failure));
                            }
                        },
                        mainThread());
    }

    // ---- the end ----

    @Override
    public CompletableFuture<Void> disconnect(String cause) {
        LOG.info("The ResourceManager ends this TaskManager: {}.", cause);
        services.process().end(cause);
        return CompletableFuture.completedFuture(null);
    }

    /** Says good-bye and cancels what runs; complete when all tasks have ended. */
    @Override
    protected CompletableFuture<Void> onStop() {
        stopping = true;
        String reason = "it was stopped";
        jobs.values()
                .forEach(job -> job.call(
                        gateway -> gateway.taskManagerLost(services.location().id(), reason)));
        resourceManager.deregister(reason);
        resourceManager.close();
        List.copyOf(jobs.values()).forEach(job -> drop(job, reason));
        detector.close();
        idle.whenComplete((done, failure) -> checkpoints.close());
        completeIdle();
        schedule(STOP_TIME, () -> idle.complete(null));
        return idle;
    }

    private void completeIdle() {
        if (stopping && tasks.isEmpty()) {
            idle.complete(null);
        }
    }
}

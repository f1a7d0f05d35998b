package io.weir.runtime.jobmanager;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExternalizedCheckpointRetention;
import io.weir.configuration.SavepointOptions;
import io.weir.configuration.SavepointRestoreMode;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.checkpoint.CheckpointCoordinator;
import io.weir.runtime.checkpoint.CheckpointSettings;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CheckpointedJob;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.checkpoint.EnumeratorState;
import io.weir.runtime.checkpoint.Participant;
import io.weir.runtime.checkpoint.StateAssignment;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskStage;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a job: connects its coordinator with its tasks, and knows what they start from.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
public final class JobCheckpoints implements CheckpointedJob {
    private static final Logger LOG = LoggerFactory.getLogger(JobCheckpoints.class);

    /** How many random digits stand in the name of a savepoint. */
    private static final int RANDOM_DIGITS = 12;

    /** The number that stands for any checkpoint, where there are none. */
    private static final long ALL_CHECKPOINTS = Long.MAX_VALUE;

    private final JobManagerServices services;
    private final Restarts.Parts parts;
    private final TaskManagerConnections taskManagers;
    private final Consumer<FailureInfo> onFailure;
    private final CheckpointCoordinator coordinator;
    private final OwnedCheckpoints owned;
    private final AnsweredRequests answered = new AnsweredRequests();
    private Adoption adoption; // null as long as nobody asks for it
    private StateAssignment first = StateAssignment.NONE;
    private StateAssignment start = StateAssignment.NONE;

    /** Whether a checkpoint was begun that spares the job its batch part. */
    private boolean batchPartKept;

    /** The savepoint with which the job had been stopped before it was taken over. */
    private long stoppedAt = TaskRestore.NOTHING;

    /**
     * Creates them.
     *
     * @param services what the process shares
     * @param parts the job
     * @param taskManagers reaches its tasks
     * @param onFailure takes the failure of a checkpoint after too many others
     */
    JobCheckpoints(
            JobManagerServices services,
            Restarts.Parts parts,
            TaskManagerConnections taskManagers,
            Consumer<FailureInfo> onFailure) {
        this.services = services;
        this.parts = parts;
        this.taskManagers = taskManagers;
        this.onFailure = onFailure;
        CheckpointSettings settings = CheckpointSettings.read(services.configuration(), graph().configuration());
        this.owned = new OwnedCheckpoints(services, graph(), settings, this);
        this.coordinator = new CheckpointCoordinator(settings, this, owned.store());
    }

    CheckpointCoordinator coordinator() {
        return coordinator;
    }

    /** Returns the parts of the job. */
    Restarts.Parts parts() {
        return parts;
    }

    // ---- start ----

    /** Returns what finds out whether tasks go on instead of starting from a checkpoint. */
    Adoption adoption() {
        if (adoption == null) {
            adoption = new Adoption(services, parts, this, taskManagers);
        }
        return adoption;
    }

    /**
     * Finds the checkpoints that another JobManager has left, and numbers for new ones.
     *
     * @param takenOver whether another JobManager had the job
     * @return complete on the main thread
     */
    CompletableFuture<Void> recover(boolean takenOver) {
        return owned.takeOver(takenOver).thenAccept(coordinator::startAfter);
    }

    /**
     * Finds what the job is to start from: its last checkpoint, or a savepoint, if one is named.
     *
     * @param startsOver whether it begins from its beginning although it has a checkpoint
     * @return complete on the main thread when it fits the job; fails if it does not
     */
    CompletableFuture<Void> chooseStart(boolean startsOver) {
        Configuration options = new Configuration(services.configuration()).addAll(graph().configuration());
        String path = options.get(SavepointOptions.PATH);
        boolean hasCheckpoint = coordinator.store().latest().isPresent();
        boolean wentOn = hasCheckpoint && !startsOver;
        if (wentOn) {
            goBack(false);
            LOG.info("Job {} goes on from its checkpoint {}.", graph().jobId(), start.checkpointId());
        }
        if (path == null || wentOn) {
            return CompletableFuture.completedFuture(null);
        }
        boolean claim = !hasCheckpoint && options.get(SavepointOptions.RESTORE_MODE) == SavepointRestoreMode.CLAIM;
        return CompletableFuture.supplyAsync(() -> CheckpointStorage.read(path), io())
                .thenComposeAsync(savepoint -> startFrom(savepoint, options, claim), this);
    }

    private CompletableFuture<Void> startFrom(CompletedCheckpoint savepoint, Configuration options, boolean claim) {
        boolean allowNonRestored = options.get(SavepointOptions.IGNORE_UNCLAIMED_STATE);
        first = StateAssignment.of(savepoint, graph(), allowNonRestored);
        start = first;
        coordinator.startAfter(savepoint.id());
        CompletableFuture<Void> checked = options.get(SavepointOptions.CHECK_FIRST)
                ? new StartCheck(services, parts).run(savepoint)
                : CompletableFuture.completedFuture(null);
        return checked.thenRunAsync(
                () -> {
                    if (claim) {
                        coordinator.store().add(savepoint);
                    }
                    LOG.info("Job {} starts from {}.", graph().jobId(), savepoint.directory());
                },
                this);
    }

    /**
     * Tasks are about to start again: they do so from the newest checkpoint, or as they did first.
     *
     * @param toBeginning whether what they gave out is forgotten as a whole
     */
    void goBack(boolean toBeginning) {
        start = first;
        if (toBeginning) {
            return;
        }
        coordinator.store().latest().ifPresent(newest -> start = StateAssignment.of(newest, graph(), true));
    }

    /**
     * Looks at a failure. If it is that of a damaged checkpoint which the tasks start from, this one is not used any more,
     * and the failure is one that another start helps against as long as there is an older one.
     *
     * @param failure the failure
     * @return the failure, with what follows from it
     */
    FailureInfo explain(FailureInfo failure) {
        if (failure.code() != ErrorCode.CHECKPOINT_DAMAGED) {
            return failure;
        }
        coordinator.store().remove(start.checkpointId());
        return coordinator
                .store()
                .latest()
                .map(older -> new FailureInfo(
                        failure.message() + " The job goes back to checkpoint " + older.id() + ".",
                        failure.exceptionClass(),
                        failure.stackTrace(),
                        ErrorCode.STORAGE,
                        failure.taskName(),
                        failure.location()))
                .orElse(failure);
    }

    /** Returns whether there is a complete checkpoint. */
    boolean hasCheckpoint() {
        return coordinator.store().latest().isPresent();
    }

    /** Returns the checkpoint or savepoint that the job starts from, or that its running tasks would go back to. */
    long startedFrom() {
        return start.checkpointId();
    }

    /**
     * Tells the TaskManagers that the job goes on with their tasks, and which checkpoints are complete.
     *
     * @param onHeard takes each TaskManager that has heard it
     */
    void tellAdopted(Consumer<TaskManagerId> onHeard) {
        long latest = coordinator.store().latest().map(CompletedCheckpoint::id).orElse(TaskRestore.NOTHING);
        long firstNumber = coordinator.nextNumber();
        taskManagers.adopted(gateway -> gateway.tasksAdopted(graph().jobId(), latest, stoppedAt, firstNumber), onHeard);
    }

    /** The job had been stopped with a savepoint when it was taken over. */
    void stoppedBefore(long checkpointId, String path) {
        stoppedAt = checkpointId;
        coordinator.stoppedBefore(checkpointId, path);
    }

    /** Says how to go on with a job that has failed after it was stopped. */
    FailureInfo afterStop(FailureInfo failure) {
        return failure.adding("The job had been stopped: go on from its savepoint with 'weir run -s "
                + coordinator.stoppedWith().orElseThrow() + "'.");
    }

    /** Returns the failure of a job that had been stopped, and lost its tasks before all of them had ended. */
    RuntimeException lostAfterStop() {
        return Failures.toException(
                "",
                afterStop(Failures.of(
                        ErrorCode.CANCELED, "The JobManager was lost before all tasks of the job had ended.")));
    }

    /** Tasks run on that another JobManager has left. */
    void goOn() {
        coordinator.resume();
        update(ExecutionState.FINISHED); // if all have, no other report will come
    }

    @Override
    public CompletableFuture<Void> stopping(CompletedCheckpoint savepoint) {
        return parts.program().noteStop(savepoint.id(), savepoint.directory());
    }

    /** Returns what the enumerators of sources start from. */
    Map<VertexId, EnumeratorState> enumerators() {
        return start.enumerators();
    }

    /** Returns what a task starts from. */
    TaskRestore of(Execution execution) {
        return start.of(execution.id().vertex(), execution.id().subtask());
    }

    // ---- questions of the job's owner ----

    /** Returns what whoever asks for a checkpoint is told while the job is being taken over. */
    RuntimeException notReady() {
        return new WeirException(
                ErrorCode.UNREACHABLE,
                "The job " + graph().jobId() + " is just being taken over by another JobManager.");
    }

    /**
     * Begins a checkpoint or savepoint as soon as that is possible, unless it did so before.
     *
     * @param kind what it is for
     * @param target where a savepoint's directory is made; empty for the default
     * @param requestId names the request
     * @return its number
     * @throws WeirException if there is no place for it
     */
    public long request(CheckpointKind kind, String target, String requestId) {
        return answered.answer(requestId, () -> request(kind, target));
    }

    private long request(CheckpointKind kind, String target) {
        CheckpointSettings settings = coordinator.settings();
        if (!kind.isSavepoint()) {
            if (settings.directory().isEmpty()) {
                throw new WeirException(
                        ErrorCode.CONFIGURATION,
                        "The job has no directory for checkpoints: set " + CheckpointingOptions.DIRECTORY + ".");
            }
            return coordinator.request(kind, null).id();
        }
        String root = target.isEmpty() ? settings.savepointDirectory().orElse("") : target;
        if (root.isEmpty()) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "There is no directory for the savepoint: name one in the command, or set "
                            + CheckpointingOptions.SAVEPOINT_DIRECTORY + ".");
        }
        String random = JobId.random().value().substring(0, RANDOM_DIGITS);
        return coordinator
                .request(kind, CheckpointStorage.savepointDirectory(root, graph().jobId(), random))
                .id();
    }

    /** Returns how the last checkpoints went or go, the newest first. */
    public List<CheckpointReport> reports() {
        return coordinator.reports();
    }

    /** A task has come to another state. */
    void update(ExecutionState state) {
        if (state == ExecutionState.RUNNING) {
            coordinator.taskRuns();
        } else if (state == ExecutionState.FINISHED || state == ExecutionState.FINISHING) {
            coordinator.taskFinished();
            if (!batchPartKept && parts.executions().isBatchPartFinished()) {
                batchPartKept = true;
                coordinator.beginNow();
            }
            if (parts.executions().isFinishing()) {
                tasksFinishing();
            }
        }
    }

    /** Sinks commit their last output with a last checkpoint; where none are taken, they commit all their output now. */
    private void tasksFinishing() {
        if (coordinator.settings().interval().isPresent()) {
            coordinator.tasksFinishing();
        } else {
            checkpointEnded(ALL_CHECKPOINTS, true);
        }
    }

    /**
     * The job is about to end.
     *
     * @param status how
     * @return complete when those checkpoints are deleted that are not kept
     */
    CompletableFuture<Void> end(JobStatus status) {
        return coordinator.end("The job is " + status + ".", isKept(status));
    }

    private boolean isKept(JobStatus status) {
        ExternalizedCheckpointRetention retention = coordinator.settings().retention();
        return switch (status) {
            case CANCELED -> retention == ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION;
            case FAILED -> retention != ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS;
            default -> false;
        };
    }

    /** Returns whether somebody could start from something that the job leaves when it ends so. */
    boolean areLeftBy(JobStatus status) {
        return coordinator.hasTakenSavepoint() || isKept(status) && hasCheckpoint();
    }

    // ---- what the coordinator asks ----

    @Override
    public JobGraph graph() {
        return parts.executions().graph();
    }

    @Override
    public Clock clock() {
        return parts.main().clock();
    }

    @Override
    public ScheduledFuture<?> schedule(Duration delay, Runnable work) {
        return parts.main().schedule(delay, work);
    }

    @Override
    public void execute(Runnable work) {
        parts.main().execute(work);
    }

    @Override
    public Executor io() {
        return services.io();
    }

    @Override
    public List<Participant> participants() {
        return parts.executions().participants();
    }

    @Override
    public CompletableFuture<List<EnumeratorState>> snapshotSources(long checkpointId) {
        return owned.owns(checkpointId)
                ? parts.program().snapshotSources(checkpointId)
                : owned.take(checkpointId).thenCompose(taken -> parts.program().snapshotSources(checkpointId));
    }

    @Override
    public CompletableFuture<Void> triggerCheckpoint(TaskManagerId taskManager, CheckpointTrigger trigger) {
        return taskManagers.triggerCheckpoint(taskManager, graph().jobId(), trigger);
    }

    @Override
    public CompletableFuture<List<TaskStage>> stages(TaskManagerId taskManager, long checkpointId) {
        return taskManagers.checkpointStages(taskManager, graph().jobId(), checkpointId);
    }

    @Override
    public void checkpointEnded(long checkpointId, boolean completed) {
        taskManagers.checkpointEnded(graph().jobId(), checkpointId, completed);
    }

    @Override
    public void checkpointsFailed(FailureInfo cause) {
        onFailure.accept(cause);
    }
}

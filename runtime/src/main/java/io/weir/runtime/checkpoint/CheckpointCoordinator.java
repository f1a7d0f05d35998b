package io.weir.runtime.checkpoint;

import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskSnapshot;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the checkpoints of a job: begins them, waits for the parts of all tasks, writes the metadata that makes them
 * complete, and tells the tasks. A checkpoint that fails, or takes too long, is given up, and its files are deleted.
 *
 * <p>Thread: the JobManager's main thread; files are written and deleted by the executor for input and output. Life: that
 * of the job. Between {@link #suspend} and {@link #resume}, that is while tasks are canceled and started anew, nothing is
 * begun.
 */
public final class CheckpointCoordinator {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointCoordinator.class);

    /** How many checkpoints that were given up are remembered, to delete what is still written for them. */
    private static final int REMEMBERED = 64;

    /** How long after a failure the last checkpoint of a job is tried again. */
    private static final Duration LAST_AGAIN = Duration.ofMillis(200);

    private static final long NOT_BEGUN = -1;

    private final CheckpointSettings settings;
    private final CheckpointedJob job;
    private final CompletedCheckpointStore store;
    private final String jobDirectory;
    private final CheckpointHistory history = new CheckpointHistory();
    private final TreeMap<Long, PendingCheckpoint> pending = new TreeMap<>();
    private final Deque<Request> requests = new ArrayDeque<>();
    private final Map<Long, String> givenUp = new LinkedHashMap<>();

    private ScheduledFuture<?> timer;
    private ScheduledFuture<?> pause;
    private boolean running;
    private boolean due;
    private boolean ended;

    /** Whether all tasks have come to their end, and some wait for a checkpoint. */
    private boolean finishing;

    /** The checkpoint that was begun for them. */
    private long lastCheckpoint = NOT_BEGUN;

    private long nextId = 1;
    private long lastEnd = Long.MIN_VALUE;
    private int failuresInRow;
    private String stoppedWith; // null unless the job was stopped
    private boolean savepointTaken;

    /** A checkpoint that is to begin. */
    private record Request(
            long id, CheckpointKind kind, String directory, CompletableFuture<CompletedCheckpoint> result) {}

    /**
     * A checkpoint that somebody asked for.
     *
     * @param id its number
     * @param result complete with it
     */
    public record Requested(long id, CompletableFuture<CompletedCheckpoint> result) {}

    /**
     * Creates the coordinator of a job whose tasks do not run yet.
     *
     * @param settings how checkpoints are taken
     * @param job the job
     * @param store keeps the complete ones
     */
    public CheckpointCoordinator(CheckpointSettings settings, CheckpointedJob job, CompletedCheckpointStore store) {
        this.settings = settings;
        this.job = job;
        this.store = store;
        this.jobDirectory = settings.directory()
                .map(root -> CheckpointStorage.jobDirectory(root, job.graph().jobId()))
                .orElse(null);
    }

    // ---- the life of the job ----

    /** The job starts from a checkpoint: new ones get higher numbers. */
    public void startAfter(long checkpointId) {
        nextId = Math.max(nextId, checkpointId + 1);
    }

    /** Returns the lowest number that a checkpoint can get from now on. */
    public long nextNumber() {
        return nextId;
    }

    /** The job had been stopped with a savepoint when it was taken over; whoever has asked for that asks how it went. */
    public void stoppedBefore(long checkpointId, String savepoint) {
        stoppedWith = savepoint;
        history.add(CheckpointReport.waiting(checkpointId, CheckpointKind.STOP, now())
                .completed(savepoint));
    }

    /** The tasks were sent to their slots; checkpoints are taken from now on, as soon as all tasks run. */
    public void resume() {
        running = true;
        finishing = false;
        lastCheckpoint = NOT_BEGUN;
        if (timer == null && settings.interval().isPresent()) {
            timer = job.schedule(settings.interval().get(), this::tick);
        }
        beginNext();
    }

    /**
     * Tasks are about to be canceled: gives up what is under way, unless its metadata is being written.
     *
     * @param cause why
     */
    public void suspend(String cause) {
        running = false;
        finishing = false;
        FailureInfo failure = Failures.of(ErrorCode.CANCELED, cause);
        for (PendingCheckpoint checkpoint : List.copyOf(pending.values())) {
            giveUp(checkpoint, failure);
        }
    }

    /**
     * The job has ended.
     *
     * @param cause how
     * @param keep whether its checkpoints are kept
     * @return complete when what is not kept was deleted
     */
    public CompletableFuture<Void> end(String cause, boolean keep) {
        suspend(cause);
        ended = true;
        if (timer != null) {
            timer.cancel(false);
        }
        for (Request request : requests) {
            history.add(CheckpointReport.waiting(request.id(), request.kind(), now())
                    .failed(cause)); // who asked for it waits
            request.result().completeExceptionally(Failures.toException("", Failures.of(ErrorCode.CANCELED, cause)));
        }
        requests.clear();
        return settled().thenComposeAsync(written -> store.close(keep), job);
    }

    /**
     * Returns what is complete when nothing is written any more that would be the newest checkpoint. Tasks that started
     * before from an older one would throw away what it counts on.
     */
    public CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(pending.values().stream()
                .filter(PendingCheckpoint::isDecided)
                .map(checkpoint -> checkpoint.result().handle((done, failure) -> null))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** A task runs. */
    public void taskRuns() {
        beginNext();
    }

    /** A task has come to the end of its input: it may be the last that a checkpoint waits for. */
    public void taskFinished() {
        for (PendingCheckpoint checkpoint : List.copyOf(pending.values())) {
            if (!checkpoint.isDecided() && checkpoint.isTriggered()) {
                completeIfStored(checkpoint);
            }
        }
    }

    /** A checkpoint is worth much: it is begun at once, where any are. */
    public void beginNow() {
        due |= settings.interval().isPresent();
        beginNext();
    }

    /** All tasks have come to their end, and some of them wait for a checkpoint: it is taken at once. */
    public void tasksFinishing() {
        finishing = true;
        beginNext();
    }

    // ---- begin ----

    private void tick() {
        if (!ended) {
            due = true;
            timer = job.schedule(settings.interval().orElseThrow(), this::tick);
            beginNext();
        }
    }

    /**
     * Begins a checkpoint as soon as that is possible.
     *
     * @param kind what it is for
     * @param directory where a savepoint is written; null for a checkpoint
     * @return what will be of it
     */
    public Requested request(CheckpointKind kind, String directory) {
        if (ended) {
            throw new WeirException(
                    ErrorCode.NOT_FOUND, "The job " + job.graph().jobId() + " has ended.");
        }
        Request request = new Request(nextId++, kind, directory, new CompletableFuture<>());
        requests.add(request);
        beginNext();
        return new Requested(request.id(), request.result());
    }

    private void beginNext() {
        boolean stopping = pending.values().stream()
                .anyMatch(checkpoint -> checkpoint.trigger().kind().endsJob());
        if (ended || !running || stopping || pending.size() >= settings.maxConcurrent()) {
            return;
        }
        if (requests.isEmpty() && !isDue()) {
            return;
        }
        List<Participant> tasks = job.participants();
        if (tasks.stream().allMatch(Participant::finished)) {
            return; // it is tried again when the next task runs
        }
        if (requests.isEmpty()) {
            due = false;
            long id = nextId++;
            lastCheckpoint = finishing ? id : NOT_BEGUN;
            begin(new Request(id, CheckpointKind.CHECKPOINT, null, new CompletableFuture<>()));
        } else {
            begin(requests.remove());
        }
    }

    private boolean isDue() {
        boolean lastDue = finishing && lastCheckpoint == NOT_BEGUN;
        return lastDue || due && stoppedWith == null && !isPausing();
    }

    /** Returns whether the last checkpoint ended so lately that the next has to wait; then it is begun later. */
    private boolean isPausing() {
        long left =
                lastEnd == Long.MIN_VALUE ? 0 : lastEnd + settings.minPause().toMillis() - now();
        if (left > 0 && (pause == null || pause.isDone())) {
            pause = job.schedule(Duration.ofMillis(left), this::beginNext);
        }
        return left > 0;
    }

    private long now() {
        return job.clock().millis();
    }

    private void begin(Request request) {
        long id = request.id();
        String directory = request.directory() == null
                ? CheckpointStorage.checkpointDirectory(jobDirectory, id)
                : request.directory();
        boolean exactlyOnce = settings.exactlyOnce() || request.kind().isSavepoint();
        PendingCheckpoint checkpoint = new PendingCheckpoint(new CheckpointTrigger(
                id, now(), request.kind(), directory, exactlyOnce, settings.unalignedAfterMillis()));
        LOG.info("Job {} begins {} {} in {}.", job.graph().jobId(), request.kind(), id, directory);
        pending.put(id, checkpoint);
        checkpoint.result().whenComplete((done, failure) -> {
            if (failure == null) {
                request.result().complete(done);
            } else {
                request.result().completeExceptionally(failure);
            }
        });
        watchTime(checkpoint, settings.timeout());
        job.snapshotSources(id).whenCompleteAsync((states, failure) -> trigger(checkpoint, states, failure), job);
    }

    /** A savepoint may take as long as it makes progress. */
    private void watchTime(PendingCheckpoint checkpoint, Duration time) {
        checkpoint.setTimeout(job.schedule(time, () -> {
            long idle = now() - checkpoint.lastProgress();
            Duration left = settings.timeout().minusMillis(idle);
            if (checkpoint.trigger().kind().isSavepoint() && left.toMillis() > 0) {
                watchTime(checkpoint, left);
            } else {
                new LateTasks(job, checkpoint).describe().thenAccept(who -> giveUpLate(checkpoint, who));
            }
        }));
    }

    private void giveUpLate(PendingCheckpoint checkpoint, String who) {
        String message = "It was not complete within " + settings.timeout().toMillis() + " ms: " + who + ".";
        giveUp(checkpoint, Failures.of(ErrorCode.TIMEOUT, message));
    }

    /** The splits that were handed over until now are on their way to the readers; the checkpoint follows them. */
    private void trigger(PendingCheckpoint checkpoint, List<EnumeratorState> states, Throwable failure) {
        if (checkpoint.isDecided()) {
            return;
        }
        List<Participant> tasks = job.participants();
        if (failure != null) {
            giveUp(checkpoint, Failures.describe(failure, ErrorCode.USER_FUNCTION, "", ""));
        } else if (tasks.stream().allMatch(Participant::finished)) {
            giveUp(checkpoint, Failures.of(ErrorCode.CANCELED, "The job does not run any more."));
        } else {
            checkpoint.begin(states, tasks);
            for (TaskManagerId taskManager : checkpoint.taskManagers()) {
                tell(checkpoint, taskManager);
            }
        }
    }

    private void tell(PendingCheckpoint checkpoint, TaskManagerId taskManager) {
        job.triggerCheckpoint(taskManager, checkpoint.trigger()).whenComplete((done, failure) -> {
            if (failure != null) {
                giveUp(checkpoint, Failures.describe(failure));
            }
        });
    }

    // ---- answers ----

    /**
     * The tasks of a TaskManager have stored their parts.
     *
     * @param taskManager where they run
     * @param checkpointId the checkpoint
     * @param parts the parts
     */
    public void acknowledge(TaskManagerId taskManager, long checkpointId, List<TaskSnapshot> parts) {
        PendingCheckpoint checkpoint = pending.get(checkpointId);
        if (checkpoint != null && !checkpoint.isDecided()) {
            checkpoint.acknowledge(taskManager, parts, now());
            completeIfStored(checkpoint);
        } else if (givenUp.containsKey(checkpointId)) {
            String directory = givenUp.get(checkpointId);
            job.io().execute(() -> CheckpointStorage.delete(directory));
        }
    }

    /**
     * A task cannot take part.
     *
     * @param checkpointId the checkpoint
     * @param execution the task
     * @param cause why
     */
    public void decline(long checkpointId, ExecutionId execution, FailureInfo cause) {
        PendingCheckpoint checkpoint = pending.get(checkpointId);
        if (checkpoint != null && checkpoint.concerns(execution)) {
            giveUp(checkpoint, cause);
        }
    }

    private void completeIfStored(PendingCheckpoint checkpoint) {
        if (checkpoint.isStored(job.participants()) && checkpoint.decide()) {
            // From here on only the storage decides: no time-out, and no failure of a task.
            CompletedCheckpoint complete =
                    new CompletedCheckpoint(checkpoint.trigger().directory(), checkpoint.metadata(job.graph()));
            CompletableFuture.runAsync(
                            () -> CheckpointStorage.write(complete.directory(), complete.metadata()), job.io())
                    .thenComposeAsync(written -> keep(checkpoint, complete), job)
                    .whenCompleteAsync((kept, failure) -> finish(checkpoint, complete, failure), job);
        }
    }

    private CompletableFuture<Void> keep(PendingCheckpoint checkpoint, CompletedCheckpoint complete) {
        boolean isLate =
                store.latest().filter(newer -> newer.id() > complete.id()).isPresent();
        if (checkpoint.trigger().kind().endsJob()) {
            return job.stopping(complete);
        }
        if (checkpoint.trigger().kind().isSavepoint()) {
            return CompletableFuture.completedFuture(null); // it belongs to its owner, who may delete it at any time
        }
        return isLate ? CompletableFuture.failedFuture(Failures.toException("", overtaken())) : store.add(complete);
    }

    private static FailureInfo overtaken() {
        return Failures.of(ErrorCode.CANCELED, "A later checkpoint was complete before.");
    }

    private void finish(PendingCheckpoint checkpoint, CompletedCheckpoint complete, Throwable failure) {
        if (failure != null) {
            discard(checkpoint, Failures.describe(failure, ErrorCode.STORAGE, "", ""));
            return;
        }
        pending.remove(checkpoint.id());
        lastEnd = now();
        failuresInRow = 0;
        history.add(checkpoint.report(CheckpointReport.Status.COMPLETED, lastEnd, ""));
        LOG.info(
                "Job {} has completed {} {}: {} bytes in {} ms.",
                job.graph().jobId(),
                checkpoint.trigger().kind(),
                checkpoint.id(),
                complete.metadata().stateBytes(),
                lastEnd - checkpoint.trigger().timestamp());
        job.checkpointEnded(checkpoint.id(), true);
        savepointTaken |= checkpoint.trigger().kind().isSavepoint();
        if (checkpoint.trigger().kind().endsJob()) {
            stoppedWith = complete.directory();
        }
        if (!checkpoint.trigger().kind().isSavepoint()) {
            for (PendingCheckpoint older :
                    List.copyOf(pending.headMap(checkpoint.id()).values())) {
                if (!older.trigger().kind().isSavepoint()) {
                    giveUp(older, overtaken());
                }
            }
        }
        checkpoint.result().complete(complete);
        beginNext();
    }

    /** Gives up a checkpoint unless it is already decided how it ends. */
    private void giveUp(PendingCheckpoint checkpoint, FailureInfo cause) {
        if (checkpoint.decide()) {
            discard(checkpoint, cause);
        }
    }

    private void discard(PendingCheckpoint checkpoint, FailureInfo cause) {
        pending.remove(checkpoint.id());
        lastEnd = now();
        String directory = checkpoint.trigger().directory();
        LOG.warn(
                "Job {} gives up {} {}: {}",
                job.graph().jobId(),
                checkpoint.trigger().kind(),
                checkpoint.id(),
                cause.describe());
        history.add(checkpoint.report(CheckpointReport.Status.FAILED, lastEnd, cause.describe()));
        remember(checkpoint.id(), directory);
        job.checkpointEnded(checkpoint.id(), false);
        if (cause.code() != ErrorCode.FENCED) {
            // Whoever leads now may have found it complete; and if not, it is the new leader's to delete.
            job.io().execute(() -> CheckpointStorage.delete(directory));
        }
        if (checkpoint.id() == lastCheckpoint && !ended) {
            job.schedule(LAST_AGAIN, () -> {
                lastCheckpoint = NOT_BEGUN;
                beginNext();
            });
        }
        boolean isFailure = cause.code() != ErrorCode.CANCELED
                && cause.code() != ErrorCode.FENCED
                && !checkpoint.trigger().kind().isSavepoint();
        if (isFailure && ++failuresInRow > settings.tolerableFailures()) {
            failuresInRow = 0;
            job.checkpointsFailed(tooMany(checkpoint, cause));
        }
        checkpoint.result().completeExceptionally(Failures.toException("", cause));
        beginNext();
    }

    private FailureInfo tooMany(PendingCheckpoint checkpoint, FailureInfo cause) {
        String tolerated = settings.tolerableFailures() == 0
                ? "no failure is tolerated"
                : "only " + settings.tolerableFailures() + " failures in a row are tolerated";
        return new FailureInfo(
                "Checkpoint " + checkpoint.id() + " failed, and " + tolerated + ": " + cause.message(),
                cause.exceptionClass(),
                cause.stackTrace(),
                cause.code(),
                cause.taskName(),
                cause.location());
    }

    private void remember(long id, String directory) {
        givenUp.put(id, directory);
        if (givenUp.size() > REMEMBERED) {
            givenUp.remove(givenUp.keySet().iterator().next());
        }
    }

    // ---- questions ----

    /** Returns the settings. */
    public CheckpointSettings settings() {
        return settings;
    }

    /**
     * Returns the savepoint that the job was stopped with. What it holds is published; who starts from an older checkpoint
     * publishes it again.
     */
    public Optional<String> stoppedWith() {
        return Optional.ofNullable(stoppedWith);
    }

    /** Returns whether a savepoint is complete, which belongs to its owner. */
    public boolean hasTakenSavepoint() {
        return savepointTaken;
    }

    /** Returns the store. */
    public CompletedCheckpointStore store() {
        return store;
    }

    /** Returns how the last checkpoints went, the newest first. */
    public List<CheckpointReport> reports() {
        List<CheckpointReport> underWay = new ArrayList<>();
        for (PendingCheckpoint checkpoint : pending.values()) {
            underWay.add(checkpoint.report(CheckpointReport.Status.IN_PROGRESS, now(), ""));
        }
        for (Request request : requests) {
            underWay.add(CheckpointReport.waiting(request.id(), request.kind(), now()));
        }
        underWay.sort(Comparator.comparingLong(CheckpointReport::id).reversed());
        return history.with(underWay);
    }
}

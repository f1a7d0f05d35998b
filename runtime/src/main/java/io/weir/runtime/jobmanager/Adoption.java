package io.weir.runtime.jobmanager;

import io.weir.configuration.HighAvailabilityOptions;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.Connections;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.HeldTask;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskOffer;
import io.weir.runtime.protocol.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the tasks of a job that was taken over still run, all of them and fitting together, and goes on with
 * them if so; else they are canceled, and the job is restored. Decision 17 says what has to fit.
 *
 * <p>Thread: the JobManager's main thread. Life: from the take-over of the job until it is decided.
 */
final class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    /** How long others are waited for when a task has failed, for one of them may have a later attempt of it. */
    private static final Duration HOPELESS_WAIT = Duration.ofSeconds(1);

    private final JobManagerServices services;
    private final Restarts.Parts parts;
    private final JobCheckpoints checkpoints;
    private final TaskManagerConnections taskManagers;

    /** What can be gone on with; after that was decided, the offers of those that may not have heard of it. */
    private final Map<TaskManagerId, TaskOffer> offers = new LinkedHashMap<>();

    /** All that have come: each lets the wait begin anew, once. */
    private final Set<TaskManagerId> seen = new HashSet<>();

    /** Complete when all tasks were offered, with nothing, or will not be, with why. */
    private final CompletableFuture<Optional<String>> gathered = new CompletableFuture<>();

    private boolean open;
    private boolean hopeless;
    private Duration patience;
    private ScheduledFuture<?> alarm; // null before TaskManagers can know who leads

    /** A task and where it is. */
    private record Candidate(HeldTask task, TaskManagerLocation location) {}

    Adoption(
            JobManagerServices services,
            Restarts.Parts parts,
            JobCheckpoints checkpoints,
            TaskManagerConnections taskManagers) {
        this.services = services;
        this.parts = parts;
        this.checkpoints = checkpoints;
        this.taskManagers = taskManagers;
    }

    private JobGraph graph() {
        return parts.executions().graph();
    }

    /**
     * Waits for the tasks.
     *
     * @param recovered complete when the job's checkpoints are known
     * @param onAdopted goes on with the tasks, which are those of the job by then
     * @return whether that was done, on the main thread; if not, all tasks that were offered have been told to go
     */
    CompletableFuture<Boolean> attempt(CompletableFuture<Void> recovered, Runnable onAdopted) {
        patience = services.configuration().get(HighAvailabilityOptions.PREVIOUS_WORKER_TIMEOUT);
        if (patience.isZero()) {
            return CompletableFuture.completedFuture(false);
        }
        open = true;
        if (parts.program().collects()) {
            giveUp("what its client has not fetched yet was lost with its JobManager");
        }
        services.term().published().thenRunAsync(this::await, parts.main());
        return gathered.thenCombine(recovered, (obstacle, known) -> obstacle)
                .thenComposeAsync(
                        obstacle -> obstacle.isPresent()
                                ? CompletableFuture.completedFuture(refuse(obstacle.get()))
                                : check(onAdopted),
                        parts.main());
    }

    /** Waits for TaskManagers that have not come yet, for so long from now on. */
    private void await() {
        endWait();
        if (open) {
            alarm = parts.main().schedule(patience, () -> giveUp(missing()));
        }
    }

    private void endWait() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    private CompletableFuture<Boolean> check(Runnable onAdopted) {
        return CompletableFuture.allOf(
                        checkpoints.chooseStart(false), parts.program().keepOutputs())
                .thenApplyAsync(
                        ready -> {
                            Map<TaskInstance, Candidate> newest = newest();
                            Optional<String> obstacle = hopeless
                                    ? Optional.of("it was canceled, or a task has failed meanwhile")
                                    : obstacle(newest);
                            return obstacle.isPresent() ? refuse(obstacle.get()) : adopt(newest, onAdopted);
                        },
                        parts.main());
    }

    // ---- what is told meanwhile ----

    /** Takes an offer; returns whether it is of use, as it is to one that may come twice because of a lost answer. */
    boolean offer(TaskOffer offer) {
        TaskManagerId from = offer.location().id();
        if (open) {
            offers.put(from, offer);
            if (alarm != null && seen.add(from)) {
                await();
            }
            look();
        }
        return offers.containsKey(from);
    }

    /** Takes what became of a task since it was offered. */
    void update(TaskStatus status) {
        if (!open) {
            return;
        }
        offers.replaceAll((id, offer) -> new TaskOffer(
                offer.location(),
                offer.address(),
                offer.allocations(),
                offer.tasks().stream()
                        .map(task -> task.execution().equals(status.execution()) ? task.after(status) : task)
                        .toList(),
                offer.lastCheckpoint()));
        look();
    }

    /** A TaskManager was lost; it may come again. */
    void lost(TaskManagerId taskManager) {
        offers.remove(taskManager);
    }

    /** Goes on with no task, or with no other. */
    void giveUp(String why) {
        if (open) {
            hopeless = true;
            gathered.complete(Optional.of(why));
        }
    }

    private void look() {
        Map<TaskInstance, Candidate> newest = newest();
        Optional<Candidate> failed = newest.values().stream()
                .filter(candidate -> !goesOn(candidate.task().state()))
                .findFirst();
        if (failed.isPresent()) {
            parts.main().schedule(HOPELESS_WAIT, this::lookForFailed);
        } else if (newest.size() == parts.executions().all().count()) {
            gathered.complete(Optional.empty());
        }
    }

    private void lookForFailed() {
        newest().values().stream()
                .filter(candidate -> !goesOn(candidate.task().state()))
                .findFirst()
                .ifPresent(failed -> giveUp(describe(failed.task())));
    }

    private static String describe(HeldTask task) {
        return "the task " + task.execution().vertex() + "-" + task.execution().subtask() + " is " + task.state();
    }

    private static boolean goesOn(ExecutionState state) {
        return switch (state) {
            case DEPLOYING, RUNNING, FINISHING, FINISHED -> true;
            case CREATED, CANCELING, CANCELED, FAILED -> false;
        };
    }

    private Map<TaskInstance, Candidate> newest() {
        Map<TaskInstance, Candidate> newest = new HashMap<>();
        for (TaskOffer offer : offers.values()) {
            for (HeldTask task : offer.tasks()) {
                newest.merge(
                        TaskInstance.of(task.execution()),
                        new Candidate(task, offer.location()),
                        (one, other) -> one.task().execution().attempt()
                                        >= other.task().execution().attempt()
                                ? one
                                : other);
            }
        }
        return newest;
    }

    private String missing() {
        return (parts.executions().all().count() - newest().size()) + " of its tasks were not offered within "
                + patience.toMillis() + " ms, in which no other TaskManager came";
    }

    // ---- the decision ----

    /** Says what keeps the job from going on with tasks. */
    private Optional<String> obstacle(Map<TaskInstance, Candidate> newest) {
        boolean mayHaveBegunAnew = parts.program().publishes() && checkpoints.hasCheckpoint();
        for (JobVertex vertex : graph().vertices()) {
            for (int subtask = 0; subtask < vertex.parallelism(); subtask++) {
                Candidate candidate = newest.get(new TaskInstance(vertex.id(), subtask));
                if (candidate == null) {
                    return Optional.of("the task " + vertex.id() + "-" + subtask + " was lost meanwhile");
                }
                HeldTask task = candidate.task();
                if (!goesOn(task.state()) || !hasSlot(candidate)) {
                    return Optional.of(describe(task));
                }
                if (vertex.source().length > 0 && task.splitsSince() > checkpoints.startedFrom()) {
                    return Optional.of("it is not known which splits " + vertex.name() + " was given after checkpoint "
                            + checkpoints.startedFrom());
                }
                if (mayHaveBegunAnew && task.execution().attempt() > 0) {
                    return Optional.of("its tasks may have begun anew after the last checkpoint");
                }
                if (!readsFrom(newest, vertex, task)) {
                    return Optional.of(describe(task) + ", and reads from attempts that do not run");
                }
            }
        }
        return Optional.empty();
    }

    private boolean hasSlot(Candidate candidate) {
        return offers.get(candidate.location().id())
                .allocations()
                .contains(candidate.task().allocation());
    }

    /** Each attempt runs once only, so that the number says which one it is, and where. */
    private boolean readsFrom(Map<TaskInstance, Candidate> newest, JobVertex vertex, HeldTask task) {
        Map<VertexId, HeldTask.Producers> told = new HashMap<>();
        task.producers().forEach(producers -> told.put(producers.vertex(), producers));
        for (JobEdge edge : graph().edges()) {
            if (!edge.target().equals(vertex.id())) {
                continue;
            }
            HeldTask.Producers attempts = told.get(edge.source());
            if (attempts == null || attempts.lowestAttempt() != attempts.highestAttempt()) {
                return false;
            }
            Connections.Range range = Connections.producersOf(
                    edge.distribution(),
                    task.execution().subtask(),
                    parts.executions().of(edge.source()).size(),
                    vertex.parallelism());
            for (int producer = range.begin(); producer < range.end(); producer++) {
                Candidate source = newest.get(new TaskInstance(edge.source(), producer));
                if (source == null || source.task().execution().attempt() != attempts.lowestAttempt()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean refuse(String obstacle) {
        close();
        if (!offers.isEmpty()) {
            LOG.warn("Job {} does not go on with the tasks that it had: {}.", graph().jobId(), obstacle);
        }
        offers.clear();
        taskManagers.letGo(graph().jobId());
        return false;
    }

    private void close() {
        open = false;
        endWait();
    }

    private boolean adopt(Map<TaskInstance, Candidate> newest, Runnable onAdopted) {
        close();
        newest.values().forEach(candidate -> parts.scheduler().adopt(candidate.task(), candidate.location()));
        LOG.info("Job {} goes on with its {} tasks.", graph().jobId(), newest.size());
        cancelOthers(newest);
        checkpoints
                .coordinator()
                .startAfter(offers.values().stream()
                        .mapToLong(TaskOffer::lastCheckpoint)
                        .max()
                        .orElse(0));
        checkpoints.tellAdopted(offers::remove);
        parts.program().startSources(checkpoints.enumerators(), given(newest));
        onAdopted.run();
        return true;
    }

    /** TaskManagers that the former JobManager took for lost may have earlier attempts. */
    private void cancelOthers(Map<TaskInstance, Candidate> newest) {
        offers.forEach((id, offer) -> {
            List<HeldTask> others = offer.tasks().stream()
                    .filter(task -> !isOf(newest.get(TaskInstance.of(task.execution())), task))
                    .toList();
            if (!others.isEmpty()) {
                taskManagers.cancel(id, others.stream().map(HeldTask::execution).toList());
            }
        });
    }

    private static boolean isOf(Candidate candidate, HeldTask task) {
        return candidate.task().execution().equals(task.execution());
    }

    private Map<VertexId, List<HeldTask.GivenSplits>> given(Map<TaskInstance, Candidate> newest) {
        Map<VertexId, List<HeldTask.GivenSplits>> given = new HashMap<>();
        newest.forEach((instance, candidate) -> candidate.task().splits().stream()
                .filter(splits -> splits.after() >= checkpoints.startedFrom())
                .forEach(splits -> given.computeIfAbsent(instance.vertex(), vertex -> new ArrayList<>())
                        .add(splits)));
        return given;
    }
}

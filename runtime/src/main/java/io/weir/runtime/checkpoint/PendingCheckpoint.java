package io.weir.runtime.checkpoint;

import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.CheckpointStage;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;

/**
 * A checkpoint that is under way: which tasks and TaskManagers have yet to store their parts.
 *
 * <p>Thread: the JobManager's main thread. Life: from its trigger until its metadata is written, or it is given up.
 */
final class PendingCheckpoint {
    /** How many tasks a message names. */
    private static final int NAMED = 5;

    private final CheckpointTrigger trigger;
    private final CompletableFuture<CompletedCheckpoint> result = new CompletableFuture<>();
    private final Map<ExecutionId, Participant> participants = new LinkedHashMap<>();
    private final Set<ExecutionId> awaited = new HashSet<>();
    private final Set<TaskManagerId> awaitedTaskManagers = new HashSet<>();
    private final Map<ExecutionId, TaskSnapshot> snapshots = new LinkedHashMap<>();
    private List<EnumeratorState> enumerators = List.of();
    private ScheduledFuture<?> timeout;
    private long lastProgress;
    private boolean triggered;
    private boolean over;

    PendingCheckpoint(CheckpointTrigger trigger) {
        this.trigger = trigger;
        this.lastProgress = trigger.timestamp();
    }

    CheckpointTrigger trigger() {
        return trigger;
    }

    long id() {
        return trigger.id();
    }

    CompletableFuture<CompletedCheckpoint> result() {
        return result;
    }

    void setTimeout(ScheduledFuture<?> newTimeout) {
        timeout = newTimeout;
    }

    /** Notes that it is decided: it is being completed, or was given up. Returns whether that is news. */
    boolean decide() {
        boolean news = !over;
        over = true;
        if (timeout != null) {
            timeout.cancel(false);
        }
        return news;
    }

    boolean isDecided() {
        return over;
    }

    /** The enumerators have been asked, and tasks are about to be told. */
    void begin(List<EnumeratorState> states, List<Participant> tasks) {
        enumerators = states;
        triggered = true;
        for (Participant task : tasks) {
            participants.put(task.execution(), task);
            if (!task.finished()) {
                awaited.add(task.execution());
                awaitedTaskManagers.add(task.taskManager());
            }
        }
    }

    /** Returns whether tasks were told. */
    boolean isTriggered() {
        return triggered;
    }

    Set<TaskManagerId> taskManagers() {
        return Set.copyOf(awaitedTaskManagers);
    }

    /** Notes what the tasks of a TaskManager have stored. */
    void acknowledge(TaskManagerId taskManager, List<TaskSnapshot> parts, long now) {
        awaitedTaskManagers.remove(taskManager);
        lastProgress = now;
        for (TaskSnapshot part : parts) {
            if (awaited.remove(part.execution())) {
                snapshots.put(part.execution(), part);
            }
        }
    }

    /**
     * Returns whom it waits for, as the end of a sentence: those first that others may wait for.
     *
     * @param stages how far tasks have come, as far as it is known
     */
    String heldUpBy(Map<ExecutionId, CheckpointStage> stages) {
        if (!triggered) {
            return "the enumerators of its sources have not answered";
        }
        List<Participant> missing = participants.values().stream()
                .filter(task -> awaited.contains(task.execution()))
                .toList();
        List<String> late = new ArrayList<>();
        missing.stream()
                .filter(task -> stages.get(task.execution()) == null)
                .forEach(task -> late.add("nothing was heard of " + place(task)));
        for (CheckpointStage stage : CheckpointStage.values()) {
            missing.stream()
                    .filter(task -> stage != CheckpointStage.STORED && stages.get(task.execution()) == stage)
                    .forEach(task -> late.add(place(task) + " " + stage.text()));
        }
        int more = late.size() - NAMED;
        return late.isEmpty()
                ? "TaskManagers have not reported what their tasks have stored"
                : String.join(", ", late.subList(0, Math.min(NAMED, late.size())))
                        + (more > 0 ? ", and " + more + " more tasks are not ready" : "");
    }

    private static String place(Participant task) {
        return task.name() + " on " + task.host() + " (" + task.taskManager() + ")";
    }

    long lastProgress() {
        return lastProgress;
    }

    boolean concerns(ExecutionId execution) {
        return !triggered || awaited.contains(execution);
    }

    /**
     * Returns whether all parts are stored. A task that has finished is waited for as long as its TaskManager may still
     * tell what it kept before.
     *
     * @param tasks the tasks as they are now
     */
    boolean isStored(List<Participant> tasks) {
        if (!triggered || !awaitedTaskManagers.isEmpty()) {
            return false;
        }
        Set<ExecutionId> finished = new HashSet<>();
        tasks.stream().filter(Participant::finished).forEach(task -> finished.add(task.execution()));
        return finished.containsAll(awaited);
    }

    /** Returns what is to be written; those that have stored no part have finished too. */
    CheckpointMetadata metadata(JobGraph graph) {
        Map<VertexId, TreeMap<Integer, TaskSnapshot>> byVertex = new LinkedHashMap<>();
        snapshots.values().forEach(snapshot -> byVertex.computeIfAbsent(
                        snapshot.execution().vertex(), vertex -> new TreeMap<>())
                .put(snapshot.execution().subtask(), snapshot));
        List<OperatorState> operators = new ArrayList<>();
        for (JobVertex vertex : graph.vertices()) {
            TreeMap<Integer, TaskSnapshot> instances = byVertex.getOrDefault(vertex.id(), new TreeMap<>());
            List<Integer> finished = new ArrayList<>();
            for (int subtask = 0; subtask < vertex.parallelism(); subtask++) {
                TaskSnapshot snapshot = instances.get(subtask);
                if (snapshot == null || snapshot.finished()) {
                    finished.add(subtask);
                }
            }
            for (JobVertex.OperatorId operator : vertex.operators()) {
                operators.add(new OperatorState(
                        operator.id(),
                        operator.name(),
                        operator.uid(),
                        vertex.parallelism(),
                        vertex.maxParallelism(),
                        finished,
                        partsOf(operator.id(), instances)));
            }
        }
        JobId job = graph.jobId();
        return new CheckpointMetadata(job, id(), trigger.kind(), trigger.timestamp(), operators, enumerators);
    }

    private static List<Part> partsOf(String operatorId, TreeMap<Integer, TaskSnapshot> instances) {
        List<Part> parts = new ArrayList<>();
        instances.forEach((instance, snapshot) -> {
            for (OperatorPart part : snapshot.operators()) {
                if (part.operatorId().equals(operatorId)) {
                    parts.add(new Part(instance, part));
                }
            }
        });
        return parts;
    }

    /** Says how it goes or went. */
    CheckpointReport report(CheckpointReport.Status status, long now, String failure) {
        String slowestTask = "";
        TaskSnapshot.Times slowest = new TaskSnapshot.Times(0, 0, 0, 0);
        long bytes =
                enumerators.stream().mapToLong(state -> state.bytes().length).sum();
        for (TaskSnapshot snapshot : snapshots.values()) {
            bytes += snapshot.operators().stream()
                    .mapToLong(OperatorPart::length)
                    .sum();
            if (slowestTask.isEmpty() || millis(snapshot.times()) > millis(slowest)) {
                slowest = snapshot.times();
                slowestTask = participants.get(snapshot.execution()).name();
            }
        }
        return new CheckpointReport(
                id(),
                trigger.kind(),
                status,
                trigger.timestamp(),
                Math.max(0, now - trigger.timestamp()),
                bytes,
                snapshots.size() + awaited.size(),
                snapshots.size(),
                trigger.directory(),
                slowestTask,
                slowest,
                failure);
    }

    private static long millis(TaskSnapshot.Times times) {
        return times.startDelayMillis() + times.alignmentMillis() + times.captureMicros() / 1000 + times.writeMillis();
    }
}

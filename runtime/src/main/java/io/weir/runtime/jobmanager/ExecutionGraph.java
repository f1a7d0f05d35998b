package io.weir.runtime.jobmanager;

import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.Participant;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.Connections;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.HeldTask;
import io.weir.runtime.protocol.TaskCounts;
import io.weir.runtime.protocol.TaskIo;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.VertexDetails;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parallel instances of a job with their current attempts: what runs, where, and how far it has come.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class ExecutionGraph {
    private JobGraph graph;
    private final int firstAttempt;
    private final Map<VertexId, List<Execution>> executions = new LinkedHashMap<>();
    private Stages stages; // null if all runs at the same time

    /** The vertices of which checkpoints keep nothing. */
    private final Set<VertexId> unkept;

    private Adaptation adaptation; // null if all runs at the same time, as is the next
    private Rivals rivals;

    ExecutionGraph(JobGraph graph) {
        this(graph, 0);
    }

    /** Creates a graph whose first attempts have a number; lower ones were those of a JobManager that was lost. */
    ExecutionGraph(JobGraph graph, int firstAttempt) {
        this.graph = graph;
        this.firstAttempt = firstAttempt;
        this.unkept = graph.vertices().stream()
                .filter(vertex -> !vertex.kept())
                .map(JobVertex::id)
                .collect(Collectors.toSet());
        if (graph.runsInStages()) {
            beginStages();
        }
        for (JobVertex vertex : graph.vertices()) {
            List<Execution> instances = new ArrayList<>();
            for (int subtask = 0; subtask < vertex.parallelism(); subtask++) {
                String taskName = vertex.name() + " (" + (subtask + 1) + "/" + vertex.parallelism() + ")";
                instances.add(
                        new Execution(new ExecutionId(graph.jobId(), vertex.id(), subtask, firstAttempt), taskName));
            }
            executions.put(vertex.id(), instances);
        }
    }

    /** Lets a job of which nothing was sent run in stages. */
    void runInStages() {
        graph = graph.inStages();
        beginStages();
    }

    private void beginStages() {
        stages = new Stages(graph);
        adaptation = new Adaptation(this);
        rivals = new Rivals(this);
    }

    /** Lets real sizes decide what they can for the vertices for which all is complete now. */
    void adapt() {
        if (adaptation != null) {
            adaptation.adapt();
        }
    }

    /** Returns the second attempts of slow instances; null if all runs at the same time. */
    Rivals rivals() {
        return rivals;
    }

    /** Notes what has become of a vertex in a job that runs in stages, for users. */
    void note(VertexId vertex, String change) {
        adaptation.changed(vertex, change);
    }

    /** Lets a second attempt be the current one. */
    void replace(Execution rival) {
        of(rival.id().vertex()).set(rival.id().subtask(), rival);
    }

    /** Returns whether an attempt is the current one. */
    boolean isCurrent(Execution execution) {
        return of(execution.instance()).equals(execution);
    }

    /** Returns all attempts that may run, the current ones and others. */
    Stream<Execution> allAttempts() {
        return rivals == null ? all() : Stream.concat(all(), rivals.all());
    }

    /** Returns what an instance takes of what was distributed to its vertex; null if that is the part with its number. */
    InstanceShare shareOf(Execution execution) {
        return adaptation == null ? null : adaptation.shareOf(execution);
    }

    /** Returns how many instances of a vertex run. */
    int parallelismOf(JobVertex vertex) {
        return adaptation == null ? vertex.parallelism() : adaptation.parallelismOf(vertex);
    }

    /** Returns which input the first operator of a vertex hashes, if real sizes have decided that. */
    int hashedInputOf(VertexId vertex) {
        return adaptation == null ? TaskSpec.AS_PLANNED : adaptation.hashedInputOf(vertex);
    }

    JobGraph graph() {
        return graph;
    }

    JobId jobId() {
        return graph.jobId();
    }

    /** Returns the current attempts of a vertex, by number of the instance. */
    List<Execution> of(VertexId vertex) {
        return executions.get(vertex);
    }

    /** Returns the vertices of instances, in topological order. */
    List<JobVertex> verticesOf(Set<TaskInstance> instances) {
        Set<VertexId> ids = instances.stream().map(TaskInstance::vertex).collect(Collectors.toSet());
        return graph.vertices().stream()
                .filter(vertex -> ids.contains(vertex.id()))
                .toList();
    }

    /** Returns the attempts that can be sent: those not sent yet for which all is complete that they read when it is. */
    List<Execution> deployable() {
        Stream<Execution> ready = stages == null
                ? all()
                : stages.ready(vertex -> of(vertex).stream().allMatch(done -> done.state() == ExecutionState.FINISHED))
                        .flatMap(vertex -> of(vertex).stream());
        return ready.filter(execution -> execution.state() == ExecutionState.CREATED)
                .toList();
    }

    /** Returns the instances of a vertex. */
    List<TaskInstance> instancesOf(VertexId vertex) {
        return of(vertex).stream().map(Execution::instance).toList();
    }

    /** Returns all current attempts, in topological order. */
    Stream<Execution> all() {
        return executions.values().stream().flatMap(List::stream);
    }

    /** Returns the current attempt of an instance. */
    Execution of(TaskInstance instance) {
        return of(instance.vertex()).get(instance.subtask());
    }

    /** Begins the next attempts of instances whose current ones have ended. */
    void renew(Collection<TaskInstance> instances) {
        for (TaskInstance instance : instances) {
            Execution last = of(instance);
            if (last.state().isTerminal()) {
                of(instance.vertex()).set(instance.subtask(), last.next(Math.max(firstAttempt, leastNext(instance))));
            }
        }
        if (adaptation != null) {
            instances.stream().map(TaskInstance::vertex).distinct().forEach(adaptation::leaveOut);
        }
    }

    private int leastNext(TaskInstance instance) {
        return rivals == null ? 0 : rivals.leastNext(instance);
    }

    /** Puts an attempt that runs already, or has finished, in the place of the one that would be the first. */
    void adopt(HeldTask task, AssignedSlot slot) {
        List<Execution> instances = of(task.execution().vertex());
        int subtask = task.execution().subtask();
        instances.set(subtask, instances.get(subtask).adopt(task, slot));
    }

    /** Finds an attempt, if it is the current one or runs beside it. */
    Optional<Execution> find(ExecutionId id) {
        List<Execution> instances = executions.get(id.vertex());
        if (instances == null || id.subtask() < 0 || id.subtask() >= instances.size()) {
            return Optional.empty();
        }
        Optional<Execution> current = Optional.of(instances.get(id.subtask()))
                .filter(execution -> execution.id().equals(id));
        return current.isPresent() || rivals == null ? current : rivals.find(id);
    }

    /** Returns whether an attempt may still give something out. */
    boolean isActive(ExecutionId id) {
        return find(id).filter(execution ->
                        execution.state() == ExecutionState.DEPLOYING || execution.state() == ExecutionState.RUNNING)
                .isPresent();
    }

    /**
     * Returns all current attempts as their checkpoints see them; none unless each of them runs or has finished, and those
     * have finished of which checkpoints keep nothing.
     */
    List<Participant> participants() {
        if (stages != null) {
            return List.of(); // never all run
        }
        List<Participant> participants = new ArrayList<>();
        for (Execution execution : all().toList()) {
            boolean finished = execution.state() == ExecutionState.FINISHED;
            boolean runs = execution.state() == ExecutionState.RUNNING || execution.state() == ExecutionState.FINISHING;
            if (!finished && (!runs || unkept.contains(execution.id().vertex()))) {
                return List.of();
            }
            participants.add(new Participant(
                    execution.id(),
                    execution.taskName(),
                    execution.slot().location().id(),
                    execution.slot().location().host(),
                    finished));
        }
        return participants;
    }

    /** Returns the attempts that run. */
    List<ExecutionId> running() {
        return all().filter(execution -> execution.state() == ExecutionState.RUNNING)
                .map(Execution::id)
                .toList();
    }

    /** Returns whether there was something that no checkpoint keeps, and all of it has finished. */
    boolean isBatchPartFinished() {
        return !unkept.isEmpty()
                && unkept.stream()
                        .flatMap(vertex -> of(vertex).stream())
                        .allMatch(execution -> execution.state() == ExecutionState.FINISHED);
    }

    /** Returns whether every instance came to the end of its input. */
    boolean isFinished() {
        return all().allMatch(execution -> execution.state() == ExecutionState.FINISHED);
    }

    /** Returns whether every instance came to the end of its input, and some wait for a checkpoint. */
    boolean isFinishing() {
        return all().allMatch(execution ->
                        execution.state() == ExecutionState.FINISHED || execution.state() == ExecutionState.FINISHING)
                && !isFinished();
    }

    /** Returns whether no instance runs any more or is about to. */
    boolean isTerminated() {
        return all().allMatch(execution -> execution.state().isTerminal());
    }

    /**
     * Takes note that a TaskManager is lost. Returns what the job misses by that: the instances that were sent there and
     * have not ended, and those whose output may not have been read.
     */
    List<Execution> lose(TaskManagerId taskManager) {
        List<Execution> there = all().filter(execution -> execution.slot() != null
                        && execution.slot().location().id().equals(taskManager))
                .toList();
        there.stream()
                .filter(execution -> execution.state() == ExecutionState.FINISHED)
                .forEach(Execution::loseOutput);
        return there.stream()
                .filter(execution -> switch (execution.state()) {
                    case DEPLOYING, RUNNING, FINISHING, CANCELING -> true;
                    case FINISHED -> isMissed(execution);
                    case CREATED, CANCELED, FAILED -> false;
                })
                .toList();
    }

    private boolean isMissed(Execution producer) {
        return graph.edges().stream()
                .filter(edge -> edge.source().equals(producer.id().vertex()))
                .anyMatch(edge -> consumersOf(edge, producer)
                        .anyMatch(consumer -> edge.isBlocking()
                                ? consumer.state() != ExecutionState.FINISHED
                                : !consumer.state().isTerminal()));
    }

    /** Returns who reads what an instance makes. */
    Stream<Execution> consumersOf(JobEdge edge, Execution producer) {
        List<Execution> consumers = of(edge.target());
        Connections.Range range = Connections.consumersOf(
                edge.distribution(), producer.id().subtask(), of(edge.source()).size(), consumers.size());
        return consumers.subList(range.begin(), range.end()).stream();
    }

    /** Returns whose output an instance reads. */
    Stream<Execution> producersOf(JobEdge edge, Execution consumer) {
        List<Execution> producers = of(edge.source());
        Connections.Range range = Connections.producersOf(
                edge.distribution(),
                consumer.id().subtask(),
                producers.size(),
                of(edge.target()).size());
        return producers.subList(range.begin(), range.end()).stream();
    }

    TaskCounts counts() {
        return TaskCounts.of(all().map(Execution::state).toList());
    }

    /** Returns what the functions of each task have accumulated that has finished; nothing of those that have not any. */
    List<byte[]> accumulated() {
        return all().map(Execution::accumulated)
                .filter(accumulated -> accumulated.length > 0)
                .toList();
    }

    /** Describes the progress of each vertex. */
    List<VertexDetails> describe() {
        return graph.vertices().stream().map(this::describe).toList();
    }

    private VertexDetails describe(JobVertex vertex) {
        List<Execution> instances = of(vertex.id()).subList(0, parallelismOf(vertex));
        TaskIo io = instances.stream().map(Execution::io).reduce(TaskIo.NONE, TaskIo::plus);
        TaskCounts counts =
                TaskCounts.of(instances.stream().map(Execution::state).toList());
        int repeated = instances.stream()
                .mapToInt(execution -> Math.max(0, execution.id().attempt() - firstAttempt))
                .sum();
        return new VertexDetails(
                vertex.id(),
                vertex.name(),
                instances.size(),
                counts,
                io,
                repeated,
                adaptation == null ? List.of() : adaptation.describe(vertex.id()));
    }
}

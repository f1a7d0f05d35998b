package io.weir.runtime.checkpoint;

import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskRestore.InFlightRestore;
import io.weir.runtime.protocol.TaskRestore.OperatorRestore;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says what each task of a job starts from, given a checkpoint that was taken of this job, or of an earlier version of
 * its program, at any parallelism. Immutable.
 */
public final class StateAssignment {
    /** What a job starts from that has no past. */
    public static final StateAssignment NONE =
            new StateAssignment(TaskRestore.NOTHING, List.of(), Map.of(), Map.of(), Map.of(), false);

    private final long checkpointId;
    private final Map<VertexId, JobVertex> vertices;
    private final Map<String, OperatorState> operators;
    private final Map<VertexId, EnumeratorState> enumerators;
    private final List<JobEdge> edges;

    /** Whether records were under way, and go to other instances now. */
    private final boolean redistributed;

    private StateAssignment(
            long checkpointId,
            List<JobEdge> edges,
            Map<VertexId, JobVertex> vertices,
            Map<String, OperatorState> operators,
            Map<VertexId, EnumeratorState> enumerators,
            boolean redistributed) {
        this.checkpointId = checkpointId;
        this.edges = edges;
        this.redistributed = redistributed;
        this.vertices = vertices;
        this.operators = operators;
        this.enumerators = enumerators;
    }

    /**
     * Matches a checkpoint with a job.
     *
     * @param checkpoint the checkpoint
     * @param graph the job
     * @param allowNonRestored whether state may be left behind whose operator is not part of the job
     * @return what its tasks start from
     * @throws WeirException if they do not fit, with the operators that do not
     */
    public static StateAssignment of(CompletedCheckpoint checkpoint, JobGraph graph, boolean allowNonRestored) {
        CheckpointMetadata metadata = checkpoint.metadata();
        Map<VertexId, JobVertex> vertices = new LinkedHashMap<>();
        Map<String, JobVertex> byOperator = new HashMap<>();
        for (JobVertex vertex : graph.vertices()) {
            vertices.put(vertex.id(), vertex);
            vertex.operators().forEach(operator -> byOperator.put(operator.id(), vertex));
        }
        Map<VertexId, EnumeratorState> enumerators = new LinkedHashMap<>();
        List<String> gone = new ArrayList<>();
        for (EnumeratorState enumerator : metadata.enumerators()) {
            VertexId id = new VertexId(enumerator.operatorId());
            JobVertex vertex = vertices.get(id);
            if (vertex == null || vertex.source().length == 0) {
                gone.add(enumerator.name());
            } else {
                enumerators.put(id, enumerator);
            }
        }
        Map<String, OperatorState> operators = new LinkedHashMap<>();
        for (OperatorState operator : metadata.operators()) {
            JobVertex vertex = byOperator.get(operator.id());
            if (vertex != null) {
                checkMaxParallelism(operator, vertex, checkpoint.directory());
                checkFinished(operator, vertex, graph, checkpoint.directory());
                checkInFlight(operator, vertex, checkpoint.directory());
                operators.put(operator.id(), operator);
            } else if (!operator.parts().isEmpty()) {
                gone.add(operator.name());
            }
        }
        if (!gone.isEmpty() && !allowNonRestored) {
            throw notRestored(gone, checkpoint.directory());
        }
        return new StateAssignment(
                metadata.checkpointId(),
                graph.edges(),
                vertices,
                operators,
                enumerators,
                isRedistributed(operators, byOperator));
    }

    private static boolean isRedistributed(Map<String, OperatorState> operators, Map<String, JobVertex> byOperator) {
        boolean changed = operators.values().stream()
                .anyMatch(operator ->
                        operator.parallelism() != byOperator.get(operator.id()).parallelism());
        return changed
                && operators.values().stream()
                        .flatMap(operator -> operator.parts().stream())
                        .anyMatch(part -> part.part().isInFlight());
    }

    /** Records were under way to and from a task, which is known by its first operator. */
    private static void checkInFlight(OperatorState operator, JobVertex vertex, String directory) {
        boolean hasRecords =
                operator.parts().stream().anyMatch(part -> part.part().isInFlight());
        if (hasRecords && !vertex.id().value().equals(operator.id())) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "The checkpoint " + directory + " holds records that were under way to '" + operator.name()
                            + "', which other operators are chained before now. Start the program as it was, take a"
                            + " savepoint, for which no records are under way, and start from that.");
        }
    }

    private static WeirException notRestored(List<String> gone, String directory) {
        return new WeirException(
                ErrorCode.STATE_INCOMPATIBLE,
                "The checkpoint " + directory + " holds state of operators that the program does not have: "
                        + String.join(", ", gone.stream().distinct().toList())
                        + ". Give the operators the uids that they had, or leave their state behind with"
                        + " --allow-non-restored-state.");
    }

    private static void checkMaxParallelism(OperatorState operator, JobVertex vertex, String directory) {
        boolean keyed = operator.parts().stream().anyMatch(part -> part.part().keyGroups() > 0);
        if (keyed && operator.maxParallelism() != vertex.maxParallelism()) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "The keyed state of '" + operator.name() + "' in the checkpoint " + directory
                            + " is divided into " + operator.maxParallelism()
                            + " groups, but the program asks for " + vertex.maxParallelism()
                            + ": set the operator's maximum parallelism to " + operator.maxParallelism() + ".");
        }
    }

    /**
     * Source functions that had come to their end would begin anew if they were counted differently. Sources of splits
     * are told that there are no more, and to all others nothing comes that they could do again.
     */
    private static void checkFinished(OperatorState operator, JobVertex vertex, JobGraph graph, String directory) {
        int finished = operator.finished().size();
        boolean some = finished > 0 && finished < operator.parallelism();
        boolean isFunction = vertex.source().length == 0
                && graph.edges().stream().noneMatch(edge -> edge.target().equals(vertex.id()));
        if (some && isFunction && operator.parallelism() != vertex.parallelism()) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "In the checkpoint " + directory + " " + finished + " of " + operator.parallelism()
                            + " instances of '" + operator.name() + "' had come to the end of their input: set the"
                            + " operator's parallelism to " + operator.parallelism() + ", or start from an earlier"
                            + " checkpoint.");
        }
    }

    /** Returns the number of the checkpoint; {@link TaskRestore#NOTHING} if there is none. */
    public long checkpointId() {
        return checkpointId;
    }

    /** Returns what the enumerators of sources go on from. */
    public Map<VertexId, EnumeratorState> enumerators() {
        return enumerators;
    }

    /**
     * Returns what an instance starts from.
     *
     * @param vertexId the vertex
     * @param subtask which instance, from 0
     * @return its parts of the checkpoint
     */
    public TaskRestore of(VertexId vertexId, int subtask) {
        JobVertex vertex = vertices.get(vertexId);
        if (vertex == null) {
            return TaskRestore.NONE;
        }
        List<OperatorRestore> restores = new ArrayList<>();
        for (JobVertex.OperatorId operator : vertex.operators()) {
            OperatorState state = operators.get(operator.id());
            if (state != null
                    && state.parts().stream().anyMatch(part -> !part.part().isInFlight())) {
                restores.add(restore(state, vertex, subtask));
            }
        }
        return new TaskRestore(checkpointId, restores, inFlight(vertexId, subtask), isFinished(vertexId, subtask));
    }

    /** Producers send records anew if there is another number of them or of their consumers. */
    private InFlightRestore inFlight(VertexId vertexId, int subtask) {
        if (!redistributed) {
            List<OperatorPart> own = inFlight(vertexId)
                    .filter(part -> part.instance() == subtask)
                    .map(Part::part)
                    .toList();
            return new InFlightRestore(own, false);
        }
        Stream<VertexId> consumers = edges.stream()
                .filter(edge -> edge.source().equals(vertexId))
                .map(JobEdge::target)
                .distinct();
        List<OperatorPart> parts = Stream.concat(consumers, Stream.of(vertexId))
                .flatMap(this::inFlight)
                .map(Part::part)
                .toList();
        return new InFlightRestore(parts, true);
    }

    private Stream<Part> inFlight(VertexId vertex) {
        OperatorState first = operators.get(vertex.value());
        return first == null
                ? Stream.of()
                : first.parts().stream().filter(part -> part.part().isInFlight());
    }

    /**
     * Without a change of parallelism each instance goes on with what it had, unless all of them need what one had; else
     * it reads what may hold some of its key groups, and all that has elements to be dealt out.
     */
    private static OperatorRestore restore(OperatorState state, JobVertex vertex, int subtask) {
        boolean redistributed = state.parallelism() != vertex.parallelism()
                || state.parts().stream().anyMatch(part -> part.part().shared());
        KeyGroupRange groups = KeyGroupRange.of(vertex.maxParallelism(), vertex.parallelism(), subtask);
        List<OperatorPart> parts = state.parts().stream()
                .filter(part -> !part.part().isInFlight())
                .filter(part -> redistributed ? concerns(part.part(), groups) : part.instance() == subtask)
                .map(Part::part)
                .toList();
        return new OperatorRestore(state.id(), parts, redistributed);
    }

    private static boolean concerns(OperatorPart part, KeyGroupRange groups) {
        boolean onlyKeyed = part.keyGroups() > 0 && !part.shared();
        int end = part.firstKeyGroup() + part.keyGroups();
        return !onlyKeyed || (part.firstKeyGroup() < groups.first() + groups.count() && groups.first() < end);
    }

    /**
     * Returns whether an instance had come to the end of its input: all operators of its chain had, so that it has
     * nothing to do but to tell those after it.
     *
     * @param vertexId the vertex
     * @param subtask which instance, from 0
     * @return true if it had
     */
    public boolean isFinished(VertexId vertexId, int subtask) {
        JobVertex vertex = vertices.get(vertexId);
        if (vertex == null || vertex.operators().isEmpty()) {
            return false;
        }
        return vertex.operators().stream().allMatch(operator -> {
            OperatorState state = operators.get(operator.id());
            if (state == null) {
                return false;
            }
            Set<Integer> finished = new HashSet<>(state.finished());
            return finished.size() == state.parallelism()
                    || (state.parallelism() == vertex.parallelism() && finished.contains(subtask));
        });
    }
}

package io.weir.runtime.checkpoint;

import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which operators of a job take which state of a checkpoint, and what does not fit, as far as that is known without
 * looking into the state. Immutable.
 *
 * @param vertices the vertices of the job
 * @param operators the operators that the job has, by uid
 * @param enumerators what enumerators had kept whose sources the job has
 * @param redistributed whether records were under way, and go to other instances now
 * @param gone the names of the operators with state that the job does not have, by uid
 * @param problems what does not fit, by the uid of the operator
 */
public record StateMatch(
        Map<VertexId, JobVertex> vertices,
        Map<String, OperatorState> operators,
        Map<VertexId, EnumeratorState> enumerators,
        boolean redistributed,
        Map<String, String> gone,
        Map<String, WeirException> problems) {
    /** That of a job without a past. */
    static final StateMatch NONE = new StateMatch(Map.of(), Map.of(), Map.of(), false, Map.of(), Map.of());

    /**
     * Matches a checkpoint with a job.
     *
     * @param checkpoint the checkpoint
     * @param graph the job
     * @return what fits and what does not
     */
    public static StateMatch of(CompletedCheckpoint checkpoint, JobGraph graph) {
        Map<VertexId, JobVertex> vertices = new LinkedHashMap<>();
        Map<String, JobVertex> byOperator = new HashMap<>();
        for (JobVertex vertex : graph.vertices()) {
            vertices.put(vertex.id(), vertex);
            vertex.operators().forEach(operator -> byOperator.put(operator.id(), vertex));
        }
        Map<String, String> gone = new LinkedHashMap<>();
        Map<VertexId, EnumeratorState> enumerators = new LinkedHashMap<>();
        for (EnumeratorState enumerator : checkpoint.metadata().enumerators()) {
            VertexId id = new VertexId(enumerator.operatorId());
            JobVertex vertex = vertices.get(id);
            if (vertex == null || vertex.source().length == 0) {
                gone.put(enumerator.operatorId(), enumerator.name());
            } else {
                enumerators.put(id, enumerator);
            }
        }
        Map<String, OperatorState> operators = new LinkedHashMap<>();
        Map<String, WeirException> problems = new LinkedHashMap<>();
        for (OperatorState operator : checkpoint.metadata().operators()) {
            JobVertex vertex = byOperator.get(operator.id());
            if (vertex != null) {
                operators.put(operator.id(), operator);
                try {
                    checkMaxParallelism(operator, vertex, checkpoint.directory());
                    checkFinished(operator, vertex, graph, checkpoint.directory());
                    checkInFlight(operator, vertex, checkpoint.directory());
                } catch (WeirException e) {
                    problems.put(operator.id(), e);
                }
            } else if (!operator.parts().isEmpty()) {
                gone.put(operator.id(), operator.name());
            }
        }
        return new StateMatch(vertices, operators, enumerators, isRedistributed(operators, byOperator), gone, problems);
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

    /**
     * Makes the failure of a job that lacks operators.
     *
     * @param gone the names of the operators
     * @param directory the checkpoint
     * @return the failure
     */
    public static WeirException notRestored(Collection<String> gone, String directory) {
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
}

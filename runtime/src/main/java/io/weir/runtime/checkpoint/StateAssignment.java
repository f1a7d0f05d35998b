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
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.HashSet;
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
            new StateAssignment(TaskRestore.NOTHING, StateMatch.NONE, List.of(), false);

    private final long checkpointId;
    private final StateMatch match;
    private final List<JobEdge> edges;
    private final boolean mayLeaveState;

    private StateAssignment(long checkpointId, StateMatch match, List<JobEdge> edges, boolean mayLeaveState) {
        this.checkpointId = checkpointId;
        this.match = match;
        this.edges = edges;
        this.mayLeaveState = mayLeaveState;
    }

    /**
     * Matches a checkpoint with a job.
     *
     * @param checkpoint the checkpoint
     * @param graph the job
     * @param allowNonRestored whether state may be left behind that no operator of the job takes
     * @return what its tasks start from
     * @throws WeirException if they do not fit, with the operators that do not
     */
    public static StateAssignment of(CompletedCheckpoint checkpoint, JobGraph graph, boolean allowNonRestored) {
        StateMatch match = StateMatch.of(checkpoint, graph);
        if (!match.problems().isEmpty()) {
            throw match.problems().values().iterator().next();
        }
        if (!match.gone().isEmpty() && !allowNonRestored) {
            throw StateMatch.notRestored(match.gone().values(), checkpoint.directory());
        }
        return new StateAssignment(checkpoint.metadata().checkpointId(), match, graph.edges(), allowNonRestored);
    }

    /** Returns the number of the checkpoint; {@link TaskRestore#NOTHING} if there is none. */
    public long checkpointId() {
        return checkpointId;
    }

    private boolean hasPast() {
        return checkpointId != TaskRestore.NOTHING;
    }

    /** Returns what the enumerators of sources go on from. */
    public Map<VertexId, EnumeratorState> enumerators() {
        return hasPast() ? match.enumerators() : Map.of();
    }

    /**
     * Returns what an instance starts from.
     *
     * @param vertexId the vertex
     * @param subtask which instance, from 0
     * @return its parts of the checkpoint
     */
    public TaskRestore of(VertexId vertexId, int subtask) {
        JobVertex vertex = hasPast() ? match.vertices().get(vertexId) : null;
        if (vertex == null) {
            return TaskRestore.NONE;
        }
        List<OperatorRestore> restores = new ArrayList<>();
        for (JobVertex.OperatorId operator : vertex.operators()) {
            OperatorState state = match.operators().get(operator.id());
            if (state != null
                    && state.parts().stream().anyMatch(part -> !part.part().isInFlight())) {
                restores.add(restore(state, vertex, subtask));
            }
        }
        return new TaskRestore(
                checkpointId, restores, inFlight(vertexId, subtask), isFinished(vertexId, subtask), mayLeaveState);
    }

    /** Producers send records anew if there is another number of them or of their consumers. */
    private InFlightRestore inFlight(VertexId vertexId, int subtask) {
        if (!match.redistributed()) {
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
        OperatorState first = match.operators().get(vertex.value());
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
        JobVertex vertex = match.vertices().get(vertexId);
        if (vertex == null || vertex.operators().isEmpty()) {
            return false;
        }
        return vertex.operators().stream().allMatch(operator -> {
            OperatorState state = match.operators().get(operator.id());
            if (state == null) {
                return false;
            }
            Set<Integer> finished = new HashSet<>(state.finished());
            return finished.size() == state.parallelism()
                    || (state.parallelism() == vertex.parallelism() && finished.contains(subtask));
        });
    }
}

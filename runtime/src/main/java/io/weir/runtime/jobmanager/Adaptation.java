package io.weir.runtime.jobmanager;

import io.weir.runtime.jobgraph.AdaptableInputs;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the real sizes of finished exchanges have decided in a job that runs in stages: how many instances read them, what each
 * takes, and which input a join hashes. What is decided stays.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class Adaptation {
    private static final Logger LOG = LoggerFactory.getLogger(Adaptation.class);

    private final ExecutionGraph executions;

    /** What the instances take of vertices for which that is decided. */
    private final Map<VertexId, List<InstanceShare>> shares = new HashMap<>();

    /** Which input vertices hash for which that is decided. */
    private final Map<VertexId, Integer> hashed = new HashMap<>();

    /** What was planned otherwise. */
    private final Map<VertexId, List<String>> changes = new HashMap<>();

    Adaptation(ExecutionGraph executions) {
        this.executions = executions;
    }

    /** Decides what can be decided for vertices for which all is complete now. */
    void adapt() {
        for (AdaptableInputs inputs : executions.graph().inputs()) {
            VertexId vertex = inputs.vertex();
            if (inputs.hashed() != AdaptableInputs.NONE && !hashed.containsKey(vertex) && isReady(Set.of(vertex))) {
                chooseHashed(inputs);
            }
        }
        for (VertexId vertex : executions.graph().adaptable()) {
            if (!shares.containsKey(vertex)) {
                Set<VertexId> alike = alike(vertex);
                if (isReady(alike)) {
                    divide(vertex, alike);
                }
            }
        }
    }

    private void chooseHashed(AdaptableInputs inputs) {
        long first = written(inputs, 0).bytes();
        long second = written(inputs, 1).bytes();
        int smaller = first < second ? 0 : first > second ? 1 : inputs.hashed();
        hashed.put(inputs.vertex(), smaller);
        if (smaller != inputs.hashed()) {
            changed(
                    inputs.vertex(),
                    "hashes input " + smaller + " (" + Math.min(first, second) + " bytes) instead of input "
                            + inputs.hashed() + " (" + Math.max(first, second) + " bytes)");
        }
    }

    private void divide(VertexId vertex, Set<VertexId> alike) {
        List<JobEdge> edges =
                alike.stream().flatMap(member -> distributedTo(member).stream()).toList();
        int parts = executions.of(vertex).size();
        long[] bytes = written(edges).parts(parts);
        List<WrittenInput> divisible = executions.graph().inputs().stream()
                .filter(inputs -> inputs.vertex().equals(vertex))
                .flatMap(inputs -> inputs.divisible().stream().map(input -> written(inputs, input)))
                .toList();
        List<InstanceShare> decided =
                SkewedParts.divide(bytes, divisible, executions.graph().configuration());
        for (VertexId member : alike) {
            shares.put(member, decided);
            if (decided.size() < parts) {
                changed(
                        member,
                        decided.size() + " of " + parts + " planned instances take " + RealSizes.total(bytes)
                                + " bytes");
            }
            for (int part = 0; part < parts; part++) {
                long sharing = sharing(decided, part);
                if (sharing > 0) {
                    changed(member, sharing + " instances share part " + part + " (" + bytes[part] + " bytes)");
                }
            }
            leaveOut(member);
        }
    }

    private static long sharing(List<InstanceShare> decided, int part) {
        return decided.stream()
                .filter(share -> share.slice() != null && share.parts().begin() == part)
                .count();
    }

    /** Notes what has become of a vertex, in words. */
    void changed(VertexId vertex, String change) {
        LOG.info("{}: {}", nameOf(vertex), change);
        changes.computeIfAbsent(vertex, none -> new ArrayList<>()).add(change);
    }

    private String nameOf(VertexId id) {
        return executions.graph().vertices().stream()
                .filter(vertex -> vertex.id().equals(id))
                .map(JobVertex::name)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the vertices whose instances take what is of the same part: those between which records stay where they are. */
    private Set<VertexId> alike(VertexId vertex) {
        Set<VertexId> alike = new LinkedHashSet<>(Set.of(vertex));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (JobEdge edge : executions.graph().edges()) {
                if (edge.distribution() == Distribution.FORWARD
                        && (alike.contains(edge.source()) || alike.contains(edge.target()))) {
                    grows |= alike.add(edge.source());
                    grows |= alike.add(edge.target());
                }
            }
        }
        return alike;
    }

    /** Returns whether nothing of some vertices has begun and all is known that they read from elsewhere. */
    private boolean isReady(Set<VertexId> vertices) {
        return vertices.stream().noneMatch(this::hasBegun)
                && executions.graph().edges().stream()
                        .filter(edge -> vertices.contains(edge.target()))
                        .filter(edge -> vertices.size() == 1 || edge.distribution() != Distribution.FORWARD)
                        .allMatch(edge -> isKnown(edge.source()));
    }

    private boolean hasBegun(VertexId vertex) {
        return executions.of(vertex).stream().anyMatch(execution -> execution.state() != ExecutionState.CREATED);
    }

    /** Returns whether a vertex has finished and has told how much it has written. */
    private boolean isKnown(VertexId vertex) {
        return executions.of(vertex).stream()
                .allMatch(done -> done.state() == ExecutionState.FINISHED
                        && (done.isLeftOut() || !done.written().isEmpty()));
    }

    private List<JobEdge> distributedTo(VertexId vertex) {
        return executions.graph().inputsOf(vertex).stream()
                .filter(edge -> edge.distribution() != Distribution.FORWARD)
                .toList();
    }

    /** Returns what was written that one input of a vertex's first operator takes. */
    private WrittenInput written(AdaptableInputs inputs, int ordinal) {
        return written(executions.graph().inputsOf(inputs.vertex()).stream()
                .filter(edge -> inputs.ordinals().get(edge.targetInput()) == ordinal)
                .toList());
    }

    private WrittenInput written(List<JobEdge> edges) {
        List<long[]> producers = new ArrayList<>();
        for (JobEdge edge : edges) {
            int parts = executions.of(edge.target()).size();
            for (Execution producer : executions.of(edge.source())) {
                producers.add(
                        producer.isLeftOut()
                                ? new long[parts]
                                : producer.written().get(edge.sourceOutput()).stream()
                                        .mapToLong(Long::longValue)
                                        .toArray());
            }
        }
        return new WrittenInput(edges.stream().map(JobEdge::targetInput).toList(), producers);
    }

    /** Counts the instances of a vertex as finished that have nothing to take. */
    void leaveOut(VertexId vertex) {
        List<InstanceShare> decided = shares.get(vertex);
        if (decided != null) {
            executions.of(vertex).stream()
                    .skip(decided.size())
                    .filter(execution -> execution.state() == ExecutionState.CREATED)
                    .forEach(Execution::leaveOut);
        }
    }

    /** Returns what an instance takes of what was distributed to its vertex; null if that is the part with its number. */
    InstanceShare shareOf(Execution execution) {
        List<InstanceShare> decided = shares.get(execution.id().vertex());
        return decided == null ? null : decided.get(execution.id().subtask());
    }

    /** Returns how many instances of a vertex run. */
    int parallelismOf(JobVertex vertex) {
        List<InstanceShare> decided = shares.get(vertex.id());
        return decided == null ? vertex.parallelism() : decided.size();
    }

    /** Returns which input the first operator of a vertex hashes, if that is decided. */
    int hashedInputOf(VertexId vertex) {
        return hashed.getOrDefault(vertex, TaskSpec.AS_PLANNED);
    }

    /** Returns what was planned otherwise for a vertex, in words. */
    List<String> describe(VertexId vertex) {
        return changes.getOrDefault(vertex, List.of());
    }
}

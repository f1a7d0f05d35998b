package io.weir.runtime.jobmanager;

import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The steps in which a job runs: vertices that hand records on while they make them run at the same time, and begin when the
 * exchanges are complete that lead to any of them from elsewhere. Immutable.
 */
final class Stages {
    private final List<Stage> stages;

    /**
     * One step.
     *
     * @param vertices what runs at the same time
     * @param awaited the vertices whose output has to be complete before
     */
    private record Stage(Set<VertexId> vertices, Set<VertexId> awaited) {}

    Stages(JobGraph graph) {
        Map<VertexId, Set<VertexId>> together = new LinkedHashMap<>();
        for (JobVertex vertex : graph.vertices()) {
            together.put(vertex.id(), new HashSet<>(Set.of(vertex.id())));
        }
        for (JobEdge edge : graph.edges()) {
            if (!edge.isBlocking()) {
                Set<VertexId> joined = together.get(edge.source());
                joined.addAll(together.get(edge.target()));
                joined.forEach(vertex -> together.put(vertex, joined));
            }
        }
        List<Stage> found = new ArrayList<>();
        Set<VertexId> seen = new HashSet<>();
        for (JobVertex vertex : graph.vertices()) {
            Set<VertexId> members = together.get(vertex.id());
            if (seen.add(vertex.id())) {
                seen.addAll(members);
                found.add(new Stage(members, awaited(graph, members)));
            }
        }
        this.stages = List.copyOf(found);
    }

    private static Set<VertexId> awaited(JobGraph graph, Set<VertexId> members) {
        Set<VertexId> awaited = new HashSet<>();
        for (JobEdge edge : graph.edges()) {
            if (edge.isBlocking() && members.contains(edge.target())) {
                awaited.add(edge.source());
            }
        }
        return awaited;
    }

    /**
     * Returns what can run.
     *
     * @param finished whether the output of a vertex is complete
     */
    Stream<VertexId> ready(Predicate<VertexId> finished) {
        return stages.stream()
                .filter(stage -> stage.awaited().stream().allMatch(finished))
                .flatMap(stage -> stage.vertices().stream());
    }
}

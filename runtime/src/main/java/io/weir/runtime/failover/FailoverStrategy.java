package io.weir.runtime.failover;

import io.weir.configuration.FailoverScope;
import io.weir.runtime.jobgraph.Connections;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Knows which tasks start again when some have failed: those of their regions, which are what exchanges connect that hand
 * records on while they are made. The instances of a source that has an enumerator are one region too, for it begins again
 * with its readers; in a job that runs in stages they are not, for there it gives what it has given once more. Immutable.
 */
public final class FailoverStrategy {
    private final Map<TaskInstance, Set<TaskInstance>> regions;

    private FailoverStrategy(Map<TaskInstance, Set<TaskInstance>> regions) {
        this.regions = regions;
    }

    /**
     * Finds the regions of a job.
     *
     * @param scope whether there are several
     * @param graph the job
     * @return the strategy
     */
    public static FailoverStrategy of(FailoverScope scope, JobGraph graph) {
        Regions found = new Regions(graph);
        return switch (scope) {
            case REGION -> new FailoverStrategy(found.connect());
            case FULL -> new FailoverStrategy(found.joinAll());
        };
    }

    /**
     * Returns what starts again.
     *
     * @param failed instances that failed
     * @return these and the others of their regions
     */
    public Set<TaskInstance> affectedBy(Collection<TaskInstance> failed) {
        Set<TaskInstance> affected = new LinkedHashSet<>();
        failed.forEach(instance -> affected.addAll(regions.get(instance)));
        return affected;
    }

    /** Returns how many regions there are. */
    int size() {
        return regions.values().stream()
                .map(region -> region.iterator().next())
                .collect(Collectors.toSet())
                .size();
    }

    /** Joins instances to sets, each known by one of its members. */
    private static final class Regions {
        private final JobGraph graph;
        private final Map<VertexId, JobVertex> vertices;
        private final Map<TaskInstance, TaskInstance> parents = new LinkedHashMap<>();

        Regions(JobGraph graph) {
            this.graph = graph;
            this.vertices = graph.vertices().stream().collect(Collectors.toMap(JobVertex::id, Function.identity()));
            for (JobVertex vertex : graph.vertices()) {
                for (int subtask = 0; subtask < vertex.parallelism(); subtask++) {
                    TaskInstance instance = new TaskInstance(vertex.id(), subtask);
                    parents.put(instance, instance);
                }
            }
        }

        Map<TaskInstance, Set<TaskInstance>> connect() {
            graph.edges().stream().filter(edge -> !edge.isBlocking()).forEach(this::connect);
            graph.together().forEach(this::joinAllOf);
            if (!graph.runsInStages()) {
                graph.vertices().stream()
                        .filter(vertex -> vertex.source().length > 0)
                        .forEach(this::joinAllOf);
            }
            return regions();
        }

        private void connect(JobEdge edge) {
            int producers = vertices.get(edge.source()).parallelism();
            int consumers = vertices.get(edge.target()).parallelism();
            for (int producer = 0; producer < producers; producer++) {
                TaskInstance source = new TaskInstance(edge.source(), producer);
                Connections.consumersOf(edge.distribution(), producer, producers, consumers)
                        .forEach(consumer -> join(source, new TaskInstance(edge.target(), consumer)));
            }
        }

        private void joinAllOf(List<VertexId> together) {
            together.forEach(vertex -> {
                joinAllOf(vertices.get(vertex));
                join(new TaskInstance(together.get(0), 0), new TaskInstance(vertex, 0));
            });
        }

        private void joinAllOf(JobVertex vertex) {
            for (int subtask = 1; subtask < vertex.parallelism(); subtask++) {
                join(new TaskInstance(vertex.id(), 0), new TaskInstance(vertex.id(), subtask));
            }
        }

        Map<TaskInstance, Set<TaskInstance>> joinAll() {
            TaskInstance first = parents.keySet().iterator().next();
            Set.copyOf(parents.keySet()).forEach(instance -> join(first, instance));
            return regions();
        }

        private void join(TaskInstance one, TaskInstance other) {
            parents.put(root(one), root(other));
        }

        private TaskInstance root(TaskInstance instance) {
            TaskInstance current = instance;
            while (!parents.get(current).equals(current)) {
                parents.put(current, parents.get(parents.get(current))); // halves the way for the next
                current = parents.get(current);
            }
            return current;
        }

        private Map<TaskInstance, Set<TaskInstance>> regions() {
            Map<TaskInstance, Set<TaskInstance>> byRoot = new HashMap<>();
            Map<TaskInstance, Set<TaskInstance>> regions = new HashMap<>();
            for (TaskInstance instance : Set.copyOf(parents.keySet())) {
                Set<TaskInstance> region = byRoot.computeIfAbsent(root(instance), root -> new LinkedHashSet<>());
                region.add(instance);
                regions.put(instance, region);
            }
            return regions;
        }
    }
}

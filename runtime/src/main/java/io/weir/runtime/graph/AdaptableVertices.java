package io.weir.runtime.graph;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.plan.Partitioning;
import io.weir.plan.SinkTransformation;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.ExchangeKind;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.VertexId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the vertices of a batch job that do the same with fewer instances, each of which takes what was meant for several:
 * nobody has said how many they are to be, nobody counts on the number of an instance, and whatever they read is
 * distributed by key or in turn. Stateless.
 */
final class AdaptableVertices {
    private AdaptableVertices() {}

    /**
     * Finds them.
     *
     * @param job a batch job
     * @return the vertices, in topological order
     */
    static List<VertexId> of(PlannedJob job) {
        if (!job.graph().configuration().get(BatchAdaptiveOptions.ENABLED)) {
            return List.of();
        }
        Map<VertexId, PlannedJob.Vertex> vertices =
                job.vertices().stream().collect(Collectors.toMap(PlannedJob.Vertex::id, Function.identity()));
        Set<VertexId> found = job.vertices().stream()
                .filter(AdaptableVertices::isFree)
                .filter(vertex -> readsParts(vertex.id(), job, vertices))
                .filter(vertex -> from(vertex.id(), job).allMatch(edge -> waits(edge) || staysInPlace(edge)))
                .map(PlannedJob.Vertex::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        // Where records stay in place, either both sides have fewer instances or none.
        while (found.removeIf(vertex -> Stream.concat(from(vertex, job), into(vertex, job))
                .filter(AdaptableVertices::staysInPlace)
                .anyMatch(edge -> !found.contains(edge.source()) || !found.contains(edge.target())))) {
            // Others may have lost their neighbours by that.
        }
        return List.copyOf(found);
    }

    private static Stream<JobEdge> from(VertexId vertex, PlannedJob job) {
        return job.edges().stream().filter(edge -> edge.source().equals(vertex));
    }

    private static Stream<JobEdge> into(VertexId vertex, PlannedJob job) {
        return job.edges().stream().filter(edge -> edge.target().equals(vertex));
    }

    private static boolean readsParts(VertexId vertex, PlannedJob job, Map<VertexId, PlannedJob.Vertex> vertices) {
        return into(vertex, job)
                .allMatch(edge -> staysInPlace(edge) || isDistributed(edge, vertices.get(edge.source())));
    }

    private static boolean isFree(PlannedJob.Vertex vertex) {
        return vertex.chain().head().parallelism() > 1
                && vertex.spec().loop() == null
                && !vertex.spec().inputs().isEmpty()
                && vertex.chain().nodes().stream().noneMatch(node -> isSet(node) || publishes(node));
    }

    /** A combiner has the settings of what it combines for, and the parallelism of what it is chained to. */
    private static boolean isSet(StreamNode node) {
        return node.settings().parallelism() == node.parallelism();
    }

    /** What sinks publish may look otherwise with one instance. */
    private static boolean publishes(StreamNode node) {
        return node.operation() instanceof SinkTransformation<?> sink
                && sink.sink().outputCommitter().isPresent();
    }

    private static boolean isDistributed(JobEdge edge, PlannedJob.Vertex source) {
        Partitioning<?> partitioning =
                source.spec().outputs().get(edge.sourceOutput()).partitioning();
        return waits(edge)
                && (partitioning instanceof Partitioning.Hash
                        || partitioning instanceof Partitioning.Rebalance
                        || partitioning instanceof Partitioning.Shuffle);
    }

    private static boolean staysInPlace(JobEdge edge) {
        return edge.kind() != ExchangeKind.PIPELINED && edge.distribution() == Distribution.FORWARD;
    }

    private static boolean waits(JobEdge edge) {
        return edge.kind() != ExchangeKind.PIPELINED && edge.distribution() == Distribution.ALL_TO_ALL;
    }
}

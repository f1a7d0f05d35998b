package io.weir.runtime.graph;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.plan.OperatorSettings;
import io.weir.plan.Partitioning;
import io.weir.plan.SinkTransformation;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.ExchangeKind;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.VertexId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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
        return job.vertices().stream()
                .filter(AdaptableVertices::isFree)
                .filter(vertex -> job.edges().stream()
                        .filter(edge -> edge.target().equals(vertex.id()))
                        .allMatch(edge -> isDistributed(edge, vertices.get(edge.source()))))
                .filter(vertex -> job.edges().stream()
                        .filter(edge -> edge.source().equals(vertex.id()))
                        .allMatch(AdaptableVertices::waits))
                .map(PlannedJob.Vertex::id)
                .toList();
    }

    private static boolean isFree(PlannedJob.Vertex vertex) {
        return vertex.chain().head().parallelism() > 1
                && vertex.spec().loop() == null
                && !vertex.spec().inputs().isEmpty()
                && vertex.chain().nodes().stream()
                        .allMatch(
                                node -> node.settings().parallelism() == OperatorSettings.DEFAULT && !publishes(node));
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

    private static boolean waits(JobEdge edge) {
        return edge.kind() != ExchangeKind.PIPELINED && edge.distribution() == Distribution.ALL_TO_ALL;
    }
}

package io.weir.runtime.graph;

import io.weir.plan.JoinHint;
import io.weir.plan.JoinTransformation;
import io.weir.plan.Partitioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides how each join of bounded inputs is done: which input is hashed, or whether both are sorted, and whether one is sent
 * to all instances so that the other can stay where it is. The thread that translates owns it; it serves one graph.
 */
final class JoinStrategies {
    private final StreamGraph graph;

    private JoinStrategies(StreamGraph graph) {
        this.graph = graph;
    }

    /**
     * Returns a graph with its joins decided.
     *
     * @param graph a graph whose nodes have their parallelism
     */
    static StreamGraph apply(StreamGraph graph) {
        boolean joins =
                graph.nodes().stream().anyMatch(node -> node.operation() instanceof JoinTransformation<?, ?, ?, ?>);
        return joins ? WaitingProbes.apply(new JoinStrategies(graph).apply()) : graph;
    }

    private StreamGraph apply() {
        Map<Integer, List<StreamEdge>> inputs = graph.edgesByTarget();
        List<StreamNode> nodes = new ArrayList<>();
        List<StreamEdge> edges = new ArrayList<>();
        for (StreamNode node : graph.nodes()) {
            List<StreamEdge> ownInputs = inputs.getOrDefault(node.id(), List.of());
            if (node.operation() instanceof JoinTransformation<?, ?, ?, ?> join) {
                JoinHint strategy = strategyOf(join);
                nodes.add(strategy.hashes() ? node.withSpec(BatchSpecs.hashing(join, strategy.hashesFirst())) : node);
                ownInputs.forEach(edge -> edges.add(strategy.broadcasts() ? broadcast(edge, strategy) : edge));
            } else {
                nodes.add(node);
                edges.addAll(ownInputs);
            }
        }
        return new StreamGraph(graph.name(), nodes, edges, graph.configuration());
    }

    private static JoinHint strategyOf(JoinTransformation<?, ?, ?, ?> join) {
        return join.hint() == JoinHint.OPTIMIZER_CHOOSES ? JoinHint.REPARTITION_HASH_SECOND : join.hint();
    }

    private static StreamEdge broadcast(StreamEdge edge, JoinHint strategy) {
        boolean hashed = (edge.input() == 0) == strategy.hashesFirst();
        return new StreamEdge(
                edge.source(),
                edge.sideOutput(),
                edge.target(),
                edge.input(),
                edge.bufferTimeoutMillis(),
                hashed ? Optional.of(new Partitioning.Broadcast<>()) : Optional.empty());
    }
}

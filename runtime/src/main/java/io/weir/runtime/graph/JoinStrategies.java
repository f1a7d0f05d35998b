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
    /** Up to this size an input is sent to all instances, if that is less than to distribute the other. */
    private static final double MOST_BROADCAST = 4 << 20;

    /** Estimates are rough: an input counts as the smaller one by far if the other has so many times its bytes. */
    private static final double BY_FAR = 4;

    private final StreamGraph graph;
    private final SizeEstimates sizes;

    /** The iterations; null if there are none. */
    private final Loops loops;

    private JoinStrategies(StreamGraph graph) {
        this.graph = graph;
        this.sizes = SizeEstimates.of(graph);
        this.loops = graph.iterates() ? new Loops(graph) : null;
    }

    /**
     * Returns a graph with its joins decided.
     *
     * @param graph a graph whose nodes have their parallelism
     */
    static StreamGraph apply(StreamGraph graph) {
        boolean joins =
                graph.nodes().stream().anyMatch(node -> node.operation() instanceof JoinTransformation<?, ?, ?, ?>);
        return joins ? new JoinStrategies(graph).apply() : graph;
    }

    private StreamGraph apply() {
        Map<Integer, List<StreamEdge>> inputs = graph.edgesByTarget();
        List<StreamNode> nodes = new ArrayList<>();
        List<StreamEdge> edges = new ArrayList<>();
        for (StreamNode node : graph.nodes()) {
            List<StreamEdge> ownInputs = inputs.getOrDefault(node.id(), List.of());
            if (node.operation() instanceof JoinTransformation<?, ?, ?, ?> join && hasBoth(ownInputs)) {
                JoinHint strategy = strategyOf(join, node, ownInputs);
                nodes.add(strategy.hashes() ? node.withSpec(BatchSpecs.hashing(join, strategy.hashesFirst())) : node);
                ownInputs.forEach(edge -> edges.add(strategy.broadcasts() ? broadcast(edge, strategy) : edge));
            } else {
                nodes.add(node);
                edges.addAll(ownInputs);
            }
        }
        return new StreamGraph(graph.name(), nodes, edges, graph.configuration());
    }

    /** Returns whether both inputs come to the join: a solution set does not. */
    private static boolean hasBoth(List<StreamEdge> inputs) {
        return inputs.stream().anyMatch(edge -> edge.input() == 1);
    }

    private JoinHint strategyOf(JoinTransformation<?, ?, ?, ?> join, StreamNode node, List<StreamEdge> inputs) {
        if (join.hint() != JoinHint.OPTIMIZER_CHOOSES) {
            return join.hint();
        }
        if (loops != null && loops.keptInput(node) >= 0) {
            // What is the same in each superstep is hashed once.
            return loops.keptInput(node) == 0 ? JoinHint.REPARTITION_HASH_FIRST : JoinHint.REPARTITION_HASH_SECOND;
        }
        double first = bytes(inputs, 0);
        double second = bytes(inputs, 1);
        boolean hashesFirst = first < second;
        JoinHint broadcast = hashesFirst ? JoinHint.BROADCAST_HASH_FIRST : JoinHint.BROADCAST_HASH_SECOND;
        double smaller = Math.min(first, second);
        if (node.parallelism() > 1
                && broadcast.allows(join.type())
                && smaller <= MOST_BROADCAST
                && smaller * node.parallelism() * BY_FAR <= Math.max(first, second)) {
            return broadcast;
        }
        return hashesFirst ? JoinHint.REPARTITION_HASH_FIRST : JoinHint.REPARTITION_HASH_SECOND;
    }

    /** Returns about how many bytes an input has; what is not known is as if it had no end. */
    private double bytes(List<StreamEdge> inputs, int input) {
        return sizes.ofInput(inputs, input).map(SizeEstimates.Size::bytes).orElse(Double.POSITIVE_INFINITY);
    }

    private static StreamEdge broadcast(StreamEdge edge, JoinHint strategy) {
        if (edge.isBroadcastSet()) {
            return edge;
        }
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

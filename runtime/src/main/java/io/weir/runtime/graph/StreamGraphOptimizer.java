package io.weir.runtime.graph;

import io.weir.runtime.operators.ManagedMemoryUser;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides how a program runs, step by step: parallelism, batch strategies, what the edges do that the program left open, and
 * how operators share memory. Chains are found on the result by {@link OperatorChaining}. Stateless.
 */
final class StreamGraphOptimizer {
    private StreamGraphOptimizer() {}

    static StreamGraph optimize(StreamGraph graph) {
        StreamGraph strategies = BatchStrategies.apply(Parallelism.ofNodes(graph));
        boolean broadcasts = strategies.edges().stream().anyMatch(StreamEdge::isBroadcastSet);
        StreamGraph complete = broadcasts ? BroadcastSets.waitedFor(strategies) : strategies;
        StreamGraph divided = divideMemory(Parallelism.ofEdges(complete));
        return divided.iterates() ? Loops.withoutCheckpoints(divided) : divided;
    }

    /** Divides the managed memory of each slot among the operators that may share the slot. */
    private static StreamGraph divideMemory(StreamGraph graph) {
        Map<String, Integer> users = new HashMap<>();
        graph.nodes().stream()
                .filter(node -> node.spec() instanceof ManagedMemoryUser<?, ?>)
                .forEach(node -> users.merge(node.placement().slotSharingGroup(), 1, Integer::sum));
        return users.isEmpty()
                ? graph
                : graph.withNodes(node -> node.spec() instanceof ManagedMemoryUser<?, ?> user
                        ? node.withSpec(
                                user.withShare(1.0 / users.get(node.placement().slotSharingGroup())))
                        : node);
    }
}

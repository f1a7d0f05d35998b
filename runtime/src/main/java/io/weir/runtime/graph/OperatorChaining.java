package io.weir.runtime.graph;

import io.weir.configuration.CoreOptions;
import io.weir.plan.ChainingStrategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts operators into chains: one follows another in its task if it takes input from it alone, over a forward edge,
 * within one slot sharing group, and neither of them objects. Stateless.
 */
final class OperatorChaining {
    private OperatorChaining() {}

    /**
     * Returns the chains of a graph, each after those it takes input from.
     *
     * @param graph a graph whose parallelism is resolved
     * @return the chains; each node is in exactly one
     */
    static List<Chain> chain(StreamGraph graph) {
        boolean mixed = BatchStrategies.isMixed(graph);
        boolean enabled = graph.configuration().get(CoreOptions.OPERATOR_CHAINING);
        Map<Integer, StreamNode> nodes = graph.nodesById();
        Map<Integer, List<StreamEdge>> inputs = graph.edgesByTarget();
        Map<Integer, Draft> drafts = new LinkedHashMap<>();
        Map<Integer, Draft> draftsByNode = new LinkedHashMap<>();
        for (StreamNode node : graph.nodes()) {
            List<StreamEdge> ownInputs = inputs.getOrDefault(node.id(), List.of());
            Draft draft = new Draft();
            if (enabled && ownInputs.size() == 1 && mayFollow(nodes, ownInputs.get(0), mixed)) {
                draft = draftsByNode.get(ownInputs.get(0).source());
                draft.edges.add(ownInputs.get(0));
            } else {
                drafts.put(node.id(), draft);
            }
            draft.nodes.add(node);
            draftsByNode.put(node.id(), draft);
        }
        return drafts.values().stream()
                .map(draft -> new Chain(draft.nodes, draft.edges))
                .toList();
    }

    /** What belongs to a batch ends; it has tasks of its own where other tasks go on. */
    private static boolean mayFollow(Map<Integer, StreamNode> nodes, StreamEdge edge, boolean mixed) {
        if (mixed
                && nodes.get(edge.source()).isBatch()
                        != nodes.get(edge.target()).isBatch()) {
            return false;
        }
        StreamNode.Placement source = nodes.get(edge.source()).placement();
        StreamNode.Placement target = nodes.get(edge.target()).placement();
        return edge.isForward()
                && !edge.leavesIteration(nodes.get(edge.source()))
                && source.chaining() != ChainingStrategy.NEVER
                && target.chaining() == ChainingStrategy.ALWAYS
                && source.slotSharingGroup().equals(target.slotSharingGroup());
    }

    /** A chain that may still grow. */
    private static final class Draft {
        final List<StreamNode> nodes = new ArrayList<>();
        final List<StreamEdge> edges = new ArrayList<>();
    }
}

package io.weir.runtime.graph;

import io.weir.plan.Transformation;
import io.weir.runtime.batch.BroadcastSetsOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.types.TypeInformation;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings data sets that functions ask for by name into graphs. Stateless. */
final class BroadcastSets {
    private BroadcastSets() {}

    /**
     * Puts each operator behind those it takes input from: a broadcast set may be made after what takes it.
     *
     * @param graph a graph in another order
     * @param edges its edges
     */
    static StreamGraph ordered(StreamGraph graph, List<StreamEdge> edges) {
        Map<Integer, StreamNode> nodes = new LinkedHashMap<>();
        graph.nodes().forEach(node -> nodes.put(node.id(), node));
        Map<Integer, List<StreamEdge>> inputs = edges.stream().collect(Collectors.groupingBy(StreamEdge::target));
        Set<StreamNode> ordered = new LinkedHashSet<>();
        nodes.values().forEach(node -> add(node, nodes, inputs, ordered));
        return new StreamGraph(graph.name(), List.copyOf(ordered), edges, graph.configuration());
    }

    private static void add(
            StreamNode node,
            Map<Integer, StreamNode> nodes,
            Map<Integer, List<StreamEdge>> inputs,
            Set<StreamNode> ordered) {
        if (!ordered.contains(node)) {
            inputs.getOrDefault(node.id(), List.of())
                    .forEach(edge -> add(nodes.get(edge.source()), nodes, inputs, ordered));
            ordered.add(node);
        }
    }

    /**
     * Lets operators wait for the sets that their functions ask for.
     *
     * @param graph a graph whose operators have been chosen
     */
    static StreamGraph waitedFor(StreamGraph graph) {
        Map<Integer, List<StreamEdge>> inputs = graph.edgesByTarget();
        return graph.withNodes(
                node -> inputs.getOrDefault(node.id(), List.of()).stream().anyMatch(StreamEdge::isBroadcastSet)
                        ? node.withSpec(waiting(node.operation(), node.spec()))
                        : node);
    }

    private static <I, O> OperatorSpec<I, O> waiting(Transformation<?> operation, OperatorSpec<I, O> spec) {
        List<TypeInformation<?>> types = operation.inputs().stream()
                .<TypeInformation<?>>map(input -> input.settings().outputType())
                .toList();
        return new BroadcastSetsOperator.Spec<>(
                spec, List.copyOf(operation.settings().broadcastInputs().keySet()), types, 1);
    }
}

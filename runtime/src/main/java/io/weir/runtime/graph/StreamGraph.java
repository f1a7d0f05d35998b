package io.weir.runtime.graph;

import io.weir.configuration.Configuration;
import io.weir.plan.CollectTransformation;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A program as operators and the ways between them. A value: each step of the translation makes a new one.
 *
 * @param name the name of the job
 * @param nodes the operators, each after those it takes input from
 * @param edges the ways between them; those into one operator stand in the order of its inputs
 * @param configuration the options of the job
 */
record StreamGraph(String name, List<StreamNode> nodes, List<StreamEdge> edges, Configuration configuration) {
    StreamGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** Returns whether there are iterations. */
    boolean iterates() {
        return nodes.stream().anyMatch(node -> node.iteration() != null);
    }

    /** Returns the names of what its client asks for. */
    List<String> results() {
        return nodes.stream()
                .map(StreamNode::operation)
                .filter(CollectTransformation.class::isInstance)
                .map(operation -> ((CollectTransformation<?>) operation).resultId())
                .toList();
    }

    Map<Integer, StreamNode> nodesById() {
        return nodes.stream().collect(Collectors.toMap(StreamNode::id, Function.identity()));
    }

    Map<Integer, List<StreamEdge>> edgesBySource() {
        return edges.stream().collect(Collectors.groupingBy(StreamEdge::source));
    }

    Map<Integer, List<StreamEdge>> edgesByTarget() {
        return edges.stream().collect(Collectors.groupingBy(StreamEdge::target));
    }

    StreamGraph withNodes(UnaryOperator<StreamNode> change) {
        return new StreamGraph(name, nodes.stream().map(change).toList(), edges, configuration);
    }

    StreamGraph withEdges(UnaryOperator<StreamEdge> change) {
        return new StreamGraph(name, nodes, edges.stream().map(change).toList(), configuration);
    }
}

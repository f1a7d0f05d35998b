package io.weir.runtime.graph;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Operators that run in one task. A value.
 *
 * @param nodes the operators, each before those that take its output; the first is the head
 * @param edges the edges between them
 */
record Chain(List<StreamNode> nodes, List<StreamEdge> edges) {
    Chain {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    StreamNode head() {
        return nodes.get(0);
    }

    /** Returns the nodes' numbers in the chain by their ids. */
    Map<Integer, Integer> numbers() {
        return IntStream.range(0, nodes.size())
                .boxed()
                .collect(Collectors.toMap(number -> nodes.get(number).id(), Function.identity()));
    }

    /** Returns the names of all operators, with parentheses where several take one output. */
    String name() {
        Map<Integer, List<Integer>> followers = edges.stream()
                .collect(Collectors.groupingBy(
                        StreamEdge::source, Collectors.mapping(StreamEdge::target, Collectors.toList())));
        Map<Integer, String> names = nodes.stream().collect(Collectors.toMap(StreamNode::id, StreamNode::name));
        return nameFrom(head().id(), followers, names);
    }

    private static String nameFrom(int id, Map<Integer, List<Integer>> followers, Map<Integer, String> names) {
        List<Integer> next = followers.getOrDefault(id, List.of());
        if (next.isEmpty()) {
            return names.get(id);
        }
        String rest = next.stream()
                .map(follower -> nameFrom(follower, followers, names))
                .collect(Collectors.joining(", "));
        return names.get(id) + " -> " + (next.size() == 1 ? rest : "(" + rest + ")");
    }
}

package io.weir.runtime.graph;

import io.weir.plan.FieldKeys;
import io.weir.plan.JoinTransformation;
import io.weir.plan.JoinType;
import io.weir.plan.Partitioning;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets records stay where they are that are already distributed by the fields by which they are to be distributed. It follows the
 * fields from operator to operator, as far as it is known that they stay the same. The thread that translates owns it; it serves
 * one graph.
 */
final class ReusedPartitionings {
    private final StreamGraph graph;
    private final Map<Integer, StreamNode> nodes;

    /** By node, the lists of fields by which the records of its main output are distributed, each in all key groups. */
    private final Map<Integer, Set<List<String>>> known = new HashMap<>();

    private ReusedPartitionings(StreamGraph graph) {
        this.graph = graph;
        this.nodes = graph.nodesById();
    }

    /**
     * Returns a graph in which no record is distributed in vain.
     *
     * @param graph a bounded graph whose nodes have their parallelism
     */
    static StreamGraph apply(StreamGraph graph) {
        return graph.iterates() ? graph : new ReusedPartitionings(graph).apply();
    }

    private StreamGraph apply() {
        Map<Integer, List<StreamEdge>> inputs = graph.edgesByTarget();
        List<StreamEdge> edges = new ArrayList<>();
        for (StreamNode node : graph.nodes()) {
            List<StreamEdge> ownInputs = inputs.getOrDefault(node.id(), List.of());
            known.put(node.id(), fieldsBehind(node, ownInputs));
            ownInputs.forEach(edge -> edges.add(isThere(edge) ? edge.with(new Partitioning.Forward<>()) : edge));
        }
        return new StreamGraph(graph.name(), graph.nodes(), edges, graph.configuration());
    }

    /** Returns whether the records of an edge are already where it would bring them. */
    private boolean isThere(StreamEdge edge) {
        return fieldsOf(edge).filter(fields -> stays(edge).contains(fields)).isPresent();
    }

    private static Optional<List<String>> fieldsOf(StreamEdge edge) {
        return edge.partitioning()
                .filter(Partitioning.Hash.class::isInstance)
                .flatMap(hash -> FieldKeys.names(((Partitioning.Hash<?, ?>) hash).selector()));
    }

    /** Returns by which fields the records of an edge are distributed if they stay in the instance that they are in. */
    private Set<List<String>> stays(StreamEdge edge) {
        StreamNode source = nodes.get(edge.source());
        StreamNode target = nodes.get(edge.target());
        boolean same = source.parallelism() == target.parallelism()
                && source.maxParallelism() == target.maxParallelism()
                && edge.sideOutput().isEmpty();
        return same ? known.getOrDefault(source.id(), Set.of()) : Set.of();
    }

    /** Returns by which fields the records of an edge are distributed when they have come. */
    private Set<List<String>> comes(StreamEdge edge) {
        if (edge.partitioning().isEmpty() || edge.isForward() || isThere(edge)) {
            return stays(edge);
        }
        return fieldsOf(edge).map(Set::of).orElse(Set.of());
    }

    private Set<List<String>> fieldsBehind(StreamNode node, List<StreamEdge> inputs) {
        Set<List<String>> result = new LinkedHashSet<>();
        for (int input = 0; input < 2; input++) {
            int ordinal = input;
            List<StreamEdge> own =
                    inputs.stream().filter(edge -> edge.input() == ordinal).toList();
            if (!own.isEmpty() && isWhole(node, input)) {
                TypeInformation<?> type =
                        nodes.get(own.get(0).source()).settings().outputType();
                KeptFields kept = KeptFields.of(node, input, type);
                Set<List<String>> common = new LinkedHashSet<>(comes(own.get(0)));
                own.forEach(edge -> common.retainAll(comes(edge)));
                common.forEach(fields -> kept.behind(fields).ifPresent(result::add));
            }
        }
        return result;
    }

    /** Returns whether each record behind an operator has a record of an input in it: the others may be anywhere. */
    private static boolean isWhole(StreamNode node, int input) {
        if (node.operation() instanceof JoinTransformation<?, ?, ?, ?> join) {
            JoinType type = join.type();
            return input == 0 ? !type.keepsSecond() : !type.keepsFirst();
        }
        return true;
    }
}

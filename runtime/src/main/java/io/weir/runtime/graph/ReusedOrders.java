package io.weir.runtime.graph;

import io.weir.plan.FilterTransformation;
import io.weir.plan.FlatMapTransformation;
import io.weir.plan.GroupCombineTransformation;
import io.weir.plan.GroupReduceTransformation;
import io.weir.plan.JoinTransformation;
import io.weir.plan.JoinType;
import io.weir.plan.MapTransformation;
import io.weir.plan.SortTransformation;
import io.weir.plan.Transformation;
import io.weir.runtime.batch.SortMergeJoinOperator;
import io.weir.types.TypeInformation;
import io.weir.types.order.FieldOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets operators that need their records in an order take them as they come, where they come in that order. It follows orders
 * from operator to operator within an instance, as far as it is known that the fields stay the same and that no record
 * overtakes another. The thread that translates owns it; it serves one graph.
 */
final class ReusedOrders {
    private final Map<Integer, StreamNode> nodes;

    /** By node, the order of what each instance emits at its main output; none if it is not there. */
    private final Map<Integer, List<FieldOrder>> known = new HashMap<>();

    private ReusedOrders(StreamGraph graph) {
        this.nodes = graph.nodesById();
    }

    /**
     * Returns a graph in which nothing is sorted in vain.
     *
     * @param graph a bounded graph with all its operators, combiners too, whose nodes have their parallelism
     */
    static StreamGraph apply(StreamGraph graph) {
        return graph.iterates() ? graph : new ReusedOrders(graph).planned(graph);
    }

    private StreamGraph planned(StreamGraph graph) {
        Map<Integer, List<StreamEdge>> inputs = graph.edgesByTarget();
        List<StreamNode> planned = new ArrayList<>();
        for (StreamNode node : graph.nodes()) {
            List<StreamEdge> own = inputs.getOrDefault(node.id(), List.of());
            List<FieldOrder> first = comes(own, 0);
            List<FieldOrder> second = comes(own, 1);
            planned.add(NeededOrders.inOrder(node, first, second)
                    .map(node::withSpec)
                    .orElse(node));
            known.put(node.id(), behind(node, own, first));
        }
        return new StreamGraph(graph.name(), planned, graph.edges(), graph.configuration());
    }

    /** Returns in which order an input comes: only if it comes from one place does nothing get in between. */
    private List<FieldOrder> comes(List<StreamEdge> inputs, int input) {
        List<StreamEdge> own =
                inputs.stream().filter(edge -> edge.input() == input).toList();
        return own.size() == 1 && staysInPlace(own.get(0))
                ? known.getOrDefault(own.get(0).source(), List.of())
                : List.of();
    }

    private boolean staysInPlace(StreamEdge edge) {
        boolean same = nodes.get(edge.source()).parallelism()
                == nodes.get(edge.target()).parallelism();
        return same && edge.sideOutput().isEmpty() && (edge.partitioning().isEmpty() || edge.isForward());
    }

    /** Returns the order of what an operator emits. */
    private List<FieldOrder> behind(StreamNode node, List<StreamEdge> inputs, List<FieldOrder> first) {
        Transformation<?> operation = node.operation();
        if (operation instanceof FilterTransformation<?>
                || operation instanceof MapTransformation<?, ?>
                || operation instanceof FlatMapTransformation<?, ?>) {
            return kept(node, inputs, 0, first);
        }
        if (operation instanceof SortTransformation<?> sort) {
            return NeededOrders.isSorted(first, sort.ordering())
                    ? first
                    : sort.ordering().fields();
        }
        if (operation instanceof GroupReduceTransformation<?, ?, ?> reduce) {
            List<FieldOrder> groups = NeededOrders.isGrouped(first, reduce.keying(), reduce.within())
                    ? first.subList(0, NeededOrders.keysOf(first, reduce.keying()))
                    : NeededOrders.ofKeys(
                            reduce.keying().selector(), reduce.keying().keyType());
            return kept(node, inputs, 0, groups);
        }
        if (operation instanceof GroupCombineTransformation<?, ?, ?> combine) {
            boolean whole = NeededOrders.isGrouped(first, combine.keying(), combine.within());
            return whole
                    ? kept(node, inputs, 0, first.subList(0, NeededOrders.keysOf(first, combine.keying())))
                    : List.of();
        }
        if (operation instanceof JoinTransformation<?, ?, ?, ?> join
                && node.spec() instanceof SortMergeJoinOperator.Spec<?, ?, ?, ?>) {
            return behind(node, join, inputs);
        }
        return List.of();
    }

    /** What comes of records of one input without a match has nothing of the other's. */
    private List<FieldOrder> behind(StreamNode node, JoinTransformation<?, ?, ?, ?> join, List<StreamEdge> inputs) {
        JoinType type = join.type();
        List<FieldOrder> byFirst = type.keepsSecond()
                ? List.of()
                : kept(
                        node,
                        inputs,
                        0,
                        NeededOrders.ofKeys(join.keying().first(), join.keying().keyType()));
        List<FieldOrder> bySecond = type.keepsFirst()
                ? List.of()
                : kept(
                        node,
                        inputs,
                        1,
                        NeededOrders.ofKeys(
                                join.keying().second(), join.keying().keyType()));
        return byFirst.size() >= bySecond.size() ? byFirst : bySecond;
    }

    /** Returns the order behind an operator that lets no record overtake another, as far as it passes on the fields. */
    private List<FieldOrder> kept(StreamNode node, List<StreamEdge> inputs, int input, List<FieldOrder> order) {
        Optional<StreamEdge> edge =
                inputs.stream().filter(each -> each.input() == input).findFirst();
        if (order.isEmpty() || edge.isEmpty()) {
            return List.of();
        }
        TypeInformation<?> type = nodes.get(edge.get().source()).settings().outputType();
        KeptFields fields = KeptFields.of(node, input, type);
        List<FieldOrder> kept = new ArrayList<>();
        for (FieldOrder each : order) {
            Optional<List<String>> name = fields.behind(List.of(each.field()));
            if (name.isEmpty()) {
                break;
            }
            kept.add(each.named(name.get().get(0)));
        }
        return List.copyOf(kept);
    }
}

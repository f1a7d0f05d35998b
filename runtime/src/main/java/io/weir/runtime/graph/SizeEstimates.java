package io.weir.runtime.graph;

import io.weir.connector.SourceSize;
import io.weir.plan.CoGroupTransformation;
import io.weir.plan.CrossTransformation;
import io.weir.plan.FilterTransformation;
import io.weir.plan.FlatMapTransformation;
import io.weir.plan.GroupReduceTransformation;
import io.weir.plan.JoinTransformation;
import io.weir.plan.KeyedReduceTransformation;
import io.weir.plan.SourceTransformation;
import io.weir.plan.Transformation;
import io.weir.types.FieldsType;
import io.weir.types.TypeInformation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Guesses how much each operator of a bounded program emits: sources tell how much they read, and what the operators in between
 * do with it is assumed. Good enough to tell small inputs from large ones. The thread that translates owns it; it serves one graph.
 */
final class SizeEstimates {
    /** About how many bytes a line of text has. */
    private static final double LINE = 50;

    /** Which part of its records a filter lets pass. */
    private static final double FILTERED = 0.5;

    /** How many records a flat map makes of one. */
    private static final double FLATTENED = 3;

    /** How many groups there are for each record. */
    private static final double GROUPED = 0.5;

    /** What is assumed of a value of which the type says nothing. */
    private static final double VALUE = 24;

    private static final double NUMBER = 8;

    private final Map<Integer, Size> sizes = new HashMap<>();

    /**
     * About how much an operator emits.
     *
     * @param records how many records
     * @param bytes how many bytes they have together
     */
    record Size(double records, double bytes) {}

    private SizeEstimates() {}

    static SizeEstimates of(StreamGraph graph) {
        SizeEstimates estimates = new SizeEstimates();
        Map<Integer, List<StreamEdge>> inputs = graph.edgesByTarget();
        for (StreamNode node : graph.nodes()) {
            estimates
                    .estimate(node, inputs.getOrDefault(node.id(), List.of()))
                    .ifPresent(size -> estimates.sizes.put(node.id(), size));
        }
        return estimates;
    }

    /** Returns about how much a node emits, if anything is known. */
    Optional<Size> of(int node) {
        return Optional.ofNullable(sizes.get(node));
    }

    /** Returns about how much comes into an input of a node, if it is known of all that comes there. */
    Optional<Size> ofInput(List<StreamEdge> edges, int input) {
        double records = 0;
        double bytes = 0;
        for (StreamEdge edge : edges) {
            if (edge.input() == input) {
                Size size = sizes.get(edge.source());
                if (size == null) {
                    return Optional.empty();
                }
                records += size.records();
                bytes += size.bytes();
            }
        }
        return Optional.of(new Size(records, bytes));
    }

    private Optional<Size> estimate(StreamNode node, List<StreamEdge> inputs) {
        TypeInformation<?> type = node.settings().outputType();
        if (node.operation() instanceof SourceTransformation<?> source) {
            return ofSource(source, type);
        }
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        Optional<Size> first = ofInput(inputs, 0);
        boolean two = inputs.stream().anyMatch(edge -> edge.input() == 1);
        Optional<Size> second = two ? ofInput(inputs, 1) : Optional.of(new Size(0, 0));
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        double records =
                recordsOf(node.operation(), first.get().records(), second.get().records());
        return Optional.of(new Size(records, records * widthOf(type)));
    }

    private static double recordsOf(Transformation<?> operation, double first, double second) {
        if (operation instanceof FilterTransformation<?>) {
            return first * FILTERED;
        }
        if (operation instanceof FlatMapTransformation<?, ?>) {
            return first * FLATTENED;
        }
        if (operation instanceof KeyedReduceTransformation<?, ?>
                || operation instanceof GroupReduceTransformation<?, ?, ?>) {
            return first * GROUPED;
        }
        if (operation instanceof JoinTransformation<?, ?, ?, ?>
                || operation instanceof CoGroupTransformation<?, ?, ?, ?>) {
            return Math.max(first, second);
        }
        return operation instanceof CrossTransformation<?, ?, ?> ? first * second : first + second;
    }

    private static Optional<Size> ofSource(SourceTransformation<?> source, TypeInformation<?> type) {
        Optional<SourceSize> known;
        try {
            known = source.source().estimateSize();
        } catch (Exception e) {
            return Optional.empty(); // whoever plans may not reach what those who run do
        }
        double width = type.getTypeClass() == String.class ? LINE : widthOf(type);
        return known.map(size -> new Size(
                size.records() >= 0 ? size.records() : size.bytes() / width,
                size.bytes() >= 0 ? size.bytes() : size.records() * width));
    }

    private static double widthOf(TypeInformation<?> type) {
        if (type instanceof FieldsType<?> fields) {
            return fields.fieldTypes().stream()
                    .mapToDouble(SizeEstimates::widthOf)
                    .sum();
        }
        Class<?> values = type.getTypeClass();
        return Number.class.isAssignableFrom(values) || values == Boolean.class ? NUMBER : VALUE;
    }
}

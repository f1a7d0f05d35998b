package io.weir.runtime.graph;

import io.weir.runtime.operators.BootstrappedProcessOperator;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses streams whose first state comes from records of their own sources: the source could not go on while the stream
 * waits for its state, nor the state be complete before the source goes on. Stateless.
 */
final class BootstrapInputs {
    private BootstrapInputs() {}

    static void check(StreamGraph graph) {
        Map<Integer, List<StreamEdge>> inputs = graph.edgesByTarget();
        for (StreamNode node : graph.nodes()) {
            if (node.spec() instanceof BootstrappedProcessOperator.Spec<?, ?, ?, ?>) {
                Set<Integer> common = sourcesOf(node.id(), 0, inputs);
                common.retainAll(sourcesOf(node.id(), 1, inputs));
                graph.nodes().stream()
                        .filter(source -> common.contains(source.id()))
                        .findFirst()
                        .ifPresent(source -> refuse(node, source));
            }
        }
    }

    private static void refuse(StreamNode node, StreamNode source) {
        throw new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "The stream of '" + node.name() + "' and the data set that makes its first state both come from '"
                        + source.name() + "', so that each would wait for the other: read that twice.");
    }

    private static Set<Integer> sourcesOf(int target, int input, Map<Integer, List<StreamEdge>> inputs) {
        Set<Integer> sources = new HashSet<>();
        for (StreamEdge edge : inputs.getOrDefault(target, List.of())) {
            if (edge.input() == input) {
                addSources(edge.source(), inputs, sources);
            }
        }
        return sources;
    }

    private static void addSources(int node, Map<Integer, List<StreamEdge>> inputs, Set<Integer> sources) {
        if (sources.add(node)) {
            inputs.getOrDefault(node, List.of()).forEach(edge -> addSources(edge.source(), inputs, sources));
        }
    }
}

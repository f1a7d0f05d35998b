package io.weir.runtime.graph;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.plan.OperatorSettings;
import io.weir.plan.Partitioning;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Map;

/**
 * Fixes how many instances and key groups each operator has, and how the records between two operators are distributed
 * where the program did not say. Stateless.
 */
final class Parallelism {
    static final int LEAST_KEY_GROUPS = 128;
    static final int MOST_KEY_GROUPS = 32_768;

    private Parallelism() {}

    /** Resolves the operators: their own setting goes before the default of the program, which plans always carry. */
    static StreamGraph ofNodes(StreamGraph graph) {
        return graph.withNodes(node -> resolve(node, graph.configuration()));
    }

    private static StreamNode resolve(StreamNode node, Configuration configuration) {
        int parallelism = node.parallelism();
        if (OperatorSpecs.isSingle(node.operation())) {
            if (parallelism > 1) {
                throw invalid(
                        node,
                        "cannot have the parallelism " + parallelism + ": its function is no"
                                + " ParallelSourceFunction and runs with one instance");
            }
            parallelism = 1;
        } else if (parallelism == OperatorSettings.DEFAULT) {
            parallelism = configuration.get(CoreOptions.DEFAULT_PARALLELISM);
        }
        int maxParallelism = maxParallelism(node, parallelism, configuration);
        if (parallelism > maxParallelism) {
            throw invalid(
                    node,
                    "has the parallelism " + parallelism + ", which is more than its maximum parallelism "
                            + maxParallelism + ": lower the one or raise the other (setMaxParallelism, "
                            + CoreOptions.MAX_PARALLELISM.key() + ")");
        }
        return node.withParallelism(parallelism, maxParallelism);
    }

    private static int maxParallelism(StreamNode node, int parallelism, Configuration configuration) {
        if (node.maxParallelism() != OperatorSettings.DEFAULT) {
            return node.maxParallelism();
        }
        return configuration
                .getOptional(CoreOptions.MAX_PARALLELISM)
                .orElseGet(() -> defaultMaxParallelism(parallelism));
    }

    /** One and a half times the parallelism, rounded up to a power of two, within the bounds. */
    static int defaultMaxParallelism(int parallelism) {
        long wanted = parallelism + parallelism / 2L;
        long power = Long.highestOneBit(Math.max(1, wanted - 1)) << 1;
        return (int) Math.max(LEAST_KEY_GROUPS, Math.min(MOST_KEY_GROUPS, power));
    }

    /** Resolves the edges: forward between operators of equal parallelism, else in turn to all. */
    static StreamGraph ofEdges(StreamGraph graph) {
        Map<Integer, StreamNode> nodes = graph.nodesById();
        return graph.withEdges(edge -> resolve(edge, nodes.get(edge.source()), nodes.get(edge.target())));
    }

    private static StreamEdge resolve(StreamEdge edge, StreamNode source, StreamNode target) {
        boolean equal = source.parallelism() == target.parallelism();
        if (edge.partitioning().isEmpty()) {
            return edge.with(equal ? new Partitioning.Forward<>() : new Partitioning.Rebalance<>());
        }
        if (edge.isForward() && !equal) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "forward() needs operators of one parallelism, but '" + source.name() + "' has "
                            + source.parallelism() + " and '" + target.name() + "' has " + target.parallelism()
                            + " instances: set the same parallelism, or use rebalance() or rescale().");
        }
        return edge;
    }

    private static WeirException invalid(StreamNode node, String problem) {
        return new WeirException(ErrorCode.INVALID_PROGRAM, "The operator '" + node.name() + "' " + problem + ".");
    }
}

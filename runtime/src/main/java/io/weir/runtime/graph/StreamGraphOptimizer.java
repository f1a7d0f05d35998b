package io.weir.runtime.graph;

/**
 * Decides how a program runs, step by step: parallelism, batch strategies, and what the edges do that the program left
 * open. Chains are found on the result by {@link OperatorChaining}. Stateless.
 */
final class StreamGraphOptimizer {
    private StreamGraphOptimizer() {}

    static StreamGraph optimize(StreamGraph graph) {
        StreamGraph strategies = BatchStrategies.apply(Parallelism.ofNodes(graph));
        return BatchSpecs.divideMemory(Parallelism.ofEdges(strategies));
    }
}

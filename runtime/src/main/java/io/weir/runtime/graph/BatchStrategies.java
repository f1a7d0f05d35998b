package io.weir.runtime.graph;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.functions.RichFunction;
import io.weir.plan.ChainingStrategy;
import io.weir.plan.GroupReduceTransformation;
import io.weir.plan.KeyedReduceTransformation;
import io.weir.plan.Partitioning;
import io.weir.runtime.graph.StreamNode.Placement;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides whether a program runs as a batch, and then lets event time end with the input, and replaces rolling reduces by hash aggregations with a combiner
 * before the exchange, so that only one record per key and instance crosses it. The thread that translates owns it; it
 * serves one graph.
 */
final class BatchStrategies {
    private final StreamGraph graph;

    /** Which operators run as a batch; the others stay as they are. */
    private final Predicate<StreamNode> batch;

    private final Map<Integer, StreamNode> nodesById;
    private final List<StreamNode> nodes = new ArrayList<>();
    private final List<StreamEdge> edges = new ArrayList<>();
    private final boolean checkpointed;
    private int nextId;

    private BatchStrategies(StreamGraph graph, Predicate<StreamNode> batch) {
        this.graph = graph;
        // What waits in an operator is in no checkpoint.
        this.checkpointed =
                graph.configuration().getOptional(CheckpointingOptions.INTERVAL).isPresent();
        this.batch = batch;
        this.nodesById = graph.nodesById();
        this.nextId = 1 + graph.nodes().stream().mapToInt(StreamNode::id).max().orElse(0);
    }

    /**
     * Returns how a graph runs.
     *
     * @param graph the graph
     * @return {@code STREAMING} or {@code BATCH}
     */
    static RuntimeExecutionMode modeOf(StreamGraph graph) {
        RuntimeExecutionMode wanted = graph.configuration().get(ExecutionOptions.RUNTIME_MODE);
        List<StreamNode> unbounded = graph.nodes().stream()
                .filter(node -> OperatorSpecs.isUnbounded(node.operation()))
                .toList();
        if (wanted == RuntimeExecutionMode.BATCH && !unbounded.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The program cannot run in BATCH mode because '"
                            + unbounded.get(0).name()
                            + "' never ends: choose STREAMING or AUTOMATIC, or a bounded source.");
        }
        if (wanted == RuntimeExecutionMode.AUTOMATIC) {
            return unbounded.isEmpty() ? RuntimeExecutionMode.BATCH : RuntimeExecutionMode.STREAMING;
        }
        return wanted;
    }

    /** Returns whether a part of a graph runs as a batch, and then another as streams. */
    static boolean isMixed(StreamGraph graph) {
        return graph.nodes().stream().anyMatch(StreamNode::isBatch) && modeOf(graph) != RuntimeExecutionMode.BATCH;
    }

    static StreamGraph apply(StreamGraph graph) {
        boolean mixed = isMixed(graph);
        if (!mixed && modeOf(graph) != RuntimeExecutionMode.BATCH) {
            return graph;
        }
        BootstrapInputs.check(graph);
        if (mixed) {
            return new BatchStrategies(JoinStrategies.apply(graph), StreamNode::isBatch).apply();
        }
        // What need not be distributed needs no combiner; who waits for whom is found when all operators are there.
        StreamGraph distributed = ReusedPartitionings.apply(JoinStrategies.apply(graph));
        return WaitingProbes.apply(ReusedOrders.apply(new BatchStrategies(distributed, node -> true).apply()));
    }

    /** Decides when the exchanges of a job are read. */
    static List<JobEdge> exchanges(StreamGraph graph, List<JobEdge> edges) {
        return modeOf(graph) == RuntimeExecutionMode.BATCH ? ExchangeKinds.decide(edges, graph.configuration()) : edges;
    }

    private StreamGraph apply() {
        Map<Integer, List<StreamEdge>> inputs = graph.edgesByTarget();
        for (StreamNode node : graph.nodes()) {
            List<StreamEdge> ownInputs = inputs.getOrDefault(node.id(), List.of());
            if (!batch.test(node)) {
                edges.addAll(ownInputs);
                nodes.add(node);
            } else if (node.operation() instanceof KeyedReduceTransformation<?, ?> reduce) {
                StreamNode bounded = node.withSpec(OperatorSpecs.bounded(reduce, false));
                // What a rich function keeps of a key must be in one place.
                boolean stateful = reduce.function() instanceof RichFunction;
                OperatorSpec<?, ?> combiner = stateful ? null : OperatorSpecs.bounded(reduce, true);
                addCombined(bounded, ownInputs, Optional.ofNullable(combiner));
            } else if (node.operation() instanceof GroupReduceTransformation<?, ?, ?> reduce) {
                addCombined(node, ownInputs, BatchSpecs.combining(reduce));
            } else {
                edges.addAll(ownInputs);
                nodes.add(OperatorSpecs.withoutWatermarks(node.operation())
                        .or(() -> checkpointed ? Optional.empty() : BatchSpecs.broadcastFirst(node))
                        .map(node::withSpec)
                        .orElse(node));
            }
        }
        return new StreamGraph(graph.name(), nodes, edges, graph.configuration());
    }

    /** Puts a combiner into those edges where it can run in the task of the producer. */
    private void addCombined(StreamNode reduce, List<StreamEdge> inputs, Optional<OperatorSpec<?, ?>> combiner) {
        for (int input = 0; input < inputs.size(); input++) {
            StreamEdge edge = inputs.get(input);
            StreamNode source = nodesById.get(edge.source());
            boolean byKey = edge.partitioning()
                    .filter(Partitioning.Hash.class::isInstance)
                    .isPresent();
            if (byKey
                    && combiner.isPresent()
                    && source.placement().chaining() != ChainingStrategy.NEVER
                    && chaining()) {
                addCombiner(edge, combinerOf(source, reduce, input).withSpec(combiner.get()));
            } else {
                edges.add(edge);
            }
        }
        nodes.add(reduce);
    }

    private void addCombiner(StreamEdge edge, StreamNode combiner) {
        long timeout = edge.bufferTimeoutMillis();
        nodes.add(combiner);
        edges.add(new StreamEdge(
                edge.source(),
                edge.sideOutput(),
                combiner.id(),
                0,
                timeout,
                Optional.of(new Partitioning.Forward<>())));
        edges.add(new StreamEdge(combiner.id(), edge.target(), timeout, edge.partitioning()));
    }

    private boolean chaining() {
        return graph.configuration().get(CoreOptions.OPERATOR_CHAINING);
    }

    private StreamNode combinerOf(StreamNode source, StreamNode reduce, int input) {
        int id = nextId++;
        String name = "Combine for " + reduce.name();
        return new StreamNode(
                id,
                name,
                StateIds.derived("combiner", reduce.stateId(), input),
                reduce.operation() instanceof GroupReduceTransformation<?, ?, ?> group
                        ? BatchSpecs.combinerOf(group, id, name)
                        : reduce.operation(),
                reduce.spec(),
                new Placement(
                        source.parallelism(),
                        source.maxParallelism(),
                        source.placement().slotSharingGroup(),
                        ChainingStrategy.ALWAYS));
    }
}

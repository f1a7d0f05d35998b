package io.weir.runtime.graph;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.plan.Iteration;
import io.weir.plan.IterationTailTransformation;
import io.weir.runtime.jobgraph.ExchangeKind;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.LoopSpec;
import io.weir.runtime.operators.LoopSpec.InputKind;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows which operators of a graph are part of which iteration: those that get other records in each superstep, from the
 * iteration's head to its tails. The thread that translates owns it; it serves one graph.
 */
final class Loops {
    /** How much of the slot's memory a repeated input may take. */
    private static final double REPEATED_SHARE = 0.05;

    private final Map<Integer, StreamNode> nodes;
    private final Map<Integer, List<StreamEdge>> inputs;
    private final Map<Integer, List<StreamEdge>> outputs;
    private final Map<Integer, Iteration> iterations = new HashMap<>();

    Loops(StreamGraph graph) {
        this.nodes = graph.nodesById();
        this.inputs = graph.edgesByTarget();
        this.outputs = graph.edgesBySource();
        graph.nodes().forEach(this::mark);
    }

    /**
     * Says which chains of a job are part of which iteration.
     *
     * @param job the job
     * @return the same with what tasks have to know of iterations
     */
    static PlannedJob addTo(PlannedJob job) {
        Loops loops = new Loops(job.graph());
        List<Chain> chains =
                job.vertices().stream().map(PlannedJob.Vertex::chain).toList();
        return new PlannedJob(
                job.graph(),
                job.mode(),
                job.vertices().stream()
                        .map(vertex -> new PlannedJob.Vertex(
                                vertex.id(), vertex.chain(), loops.withLoop(vertex.chain(), vertex.spec(), chains)))
                        .toList(),
                job.edges().stream().map(edge -> loops.pipelined(edge, job)).toList());
    }

    /** What happens within a superstep happens at the same time. */
    private JobEdge pipelined(JobEdge edge, PlannedJob job) {
        PlannedJob.Vertex source = vertex(edge.source(), job);
        int from = source.chain().head().id();
        int to = vertex(edge.target(), job).chain().head().id();
        boolean within = iterations.containsKey(from)
                && iterations.containsKey(to)
                && iterations.get(from).id() == iterations.get(to).id()
                && !isResult(source, edge.sourceOutput());
        return within ? edge.as(ExchangeKind.PIPELINED) : edge;
    }

    private static boolean isResult(PlannedJob.Vertex vertex, int output) {
        return vertex.chain().head().iteration() != null
                && vertex.spec().nodes().get(0).sideOutputs().stream()
                        .anyMatch(side -> side.exchanges().contains(output));
    }

    private static PlannedJob.Vertex vertex(VertexId id, PlannedJob job) {
        return job.vertices().stream()
                .filter(vertex -> vertex.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isTail(StreamNode node) {
        return node.operation() instanceof IterationTailTransformation<?>;
    }

    private void mark(StreamNode head) {
        Iteration iteration = head.iteration();
        if (iteration == null) {
            return;
        }
        Deque<StreamNode> open = new ArrayDeque<>(List.of(head));
        while (!open.isEmpty()) {
            StreamNode node = open.pop();
            Iteration before = iterations.put(node.id(), iteration);
            if (before != null && before.id() != iteration.id()) {
                throw refused(
                        iteration,
                        "what '" + node.name() + "' takes is also part of " + before.name()
                                + ", and iterations can neither be nested nor mixed");
            }
            if (before != null || isTail(node)) {
                continue;
            }
            List<StreamEdge> behind = outputs.getOrDefault(node.id(), List.of()).stream()
                    .filter(this::isWithin)
                    .toList();
            if (behind.isEmpty()) {
                throw refused(
                        iteration,
                        "'" + node.name() + "' takes what is different in each superstep out of it:"
                                + " only what closeWith() returns can be used behind it");
            }
            behind.forEach(edge -> open.push(nodes.get(edge.target())));
        }
    }

    private static WeirException refused(Iteration iteration, String why) {
        return new WeirException(ErrorCode.INVALID_PROGRAM, iteration.name() + ": " + why + ".");
    }

    /** Returns whether an edge from a node of an iteration does not take its result. */
    private boolean isWithin(StreamEdge edge) {
        return !edge.leavesIteration(nodes.get(edge.source()));
    }

    /** Lets a program with iterations do without checkpoints: there are no barriers in a superstep. */
    static StreamGraph withoutCheckpoints(StreamGraph graph) {
        Configuration configuration = new Configuration(graph.configuration()).remove(CheckpointingOptions.INTERVAL);
        return new StreamGraph(graph.name(), graph.nodes(), graph.edges(), configuration);
    }

    /** Returns whether an edge carries other records in each superstep. */
    boolean changes(StreamEdge edge) {
        return iterations.containsKey(edge.source()) && isWithin(edge) && !isTail(nodes.get(edge.source()));
    }

    /**
     * Adds the part of a chain in an iteration.
     *
     * @param chain the chain
     * @param spec how it runs
     * @param chains all chains of the graph
     */
    private ChainSpec withLoop(Chain chain, ChainSpec spec, List<Chain> chains) {
        StreamNode first = chain.head();
        Iteration iteration = iterations.get(first.id());
        if (iteration == null) {
            return spec;
        }
        boolean head = first.iteration() != null;
        int kept = keptInput(first);
        List<InputKind> kinds = new ArrayList<>();
        for (StreamEdge edge : inputs.getOrDefault(first.id(), List.of())) {
            boolean stays = head || edge.input() == kept;
            kinds.add(changes(edge) && !head ? InputKind.CHANGING : stays ? InputKind.KEPT : InputKind.REPEATED);
        }
        List<Integer> result = new ArrayList<>();
        if (head) {
            spec.nodes().get(0).sideOutputs().forEach(side -> result.addAll(side.exchanges()));
        }
        return new ChainSpec(
                spec.nodes(),
                spec.inputs(),
                spec.outputs(),
                new LoopSpec(
                        "iteration-" + iteration.id(),
                        tasks(iteration, chains),
                        head,
                        kinds,
                        result,
                        REPEATED_SHARE,
                        ends(iteration),
                        iteration.aggregators()));
    }

    /** Returns which input of a node with two never changes, or -1. */
    int keptInput(StreamNode node) {
        boolean[] changing = new boolean[2];
        boolean[] there = new boolean[2];
        for (StreamEdge edge : inputs.getOrDefault(node.id(), List.of())) {
            if (edge.input() < 2) {
                changing[edge.input()] |= changes(edge);
                there[edge.input()] = true;
            }
        }
        if (!there[0] || !there[1] || changing[0] == changing[1]) {
            return -1;
        }
        return changing[0] ? 1 : 0;
    }

    private int tasks(Iteration iteration, List<Chain> chains) {
        return chains.stream()
                .map(Chain::head)
                .filter(node -> iterations.containsKey(node.id())
                        && iterations.get(node.id()).id() == iteration.id())
                .mapToInt(StreamNode::parallelism)
                .sum();
    }

    private LoopSpec.Ends ends(Iteration iteration) {
        boolean whenEmpty = nodes.values().stream()
                .anyMatch(node -> node.operation() instanceof IterationTailTransformation<?> tail
                        && tail.iteration().id() == iteration.id()
                        && tail.role().endsWhenEmpty());
        return new LoopSpec.Ends(iteration.maxSupersteps(), whenEmpty, iteration.convergesBy(), iteration.criterion());
    }
}

package io.weir.runtime.graph;

import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.runtime.batch.HashJoinOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Lets the probe side of hash joins wait until the build side has ended, so that it need not be kept, where that cannot stop a
 * program for good. Operators between which records flow can only go on together: that is a flow, which ends at build sides, since a join
 * always takes these. A flow in which a probe side waits goes on when that join's build side has ended; an operator ends when its
 * inputs have ended and its flow could go on. No flow may wait for itself in this way. The thread that translates owns it; it serves one graph.
 */
final class WaitingProbes {
    private final StreamGraph graph;
    private final Map<Integer, List<StreamEdge>> inputs;
    private final Map<Integer, HashJoinOperator.Spec<?, ?, ?, ?>> joins = new LinkedHashMap<>();

    /** By operator, another operator of the same flow or itself; the build sides of joins have numbers of their own. */
    private final Map<Integer, Integer> flows = new HashMap<>();

    /** By flow, the joins whose probe sides wait in it. */
    private final Map<Integer, List<Integer>> waiting = new HashMap<>();

    private WaitingProbes(StreamGraph graph) {
        this.graph = graph;
        this.inputs = graph.edgesByTarget();
        for (StreamNode node : graph.nodes()) {
            boolean waitsForSets =
                    inputs.getOrDefault(node.id(), List.of()).stream().anyMatch(StreamEdge::isBroadcastSet);
            if (node.spec() instanceof HashJoinOperator.Spec<?, ?, ?, ?> spec && !waitsForSets) {
                joins.put(node.id(), spec);
            }
        }
    }

    static StreamGraph apply(StreamGraph graph) {
        if (graph.configuration().getOptional(CheckpointingOptions.INTERVAL).isPresent() || graph.iterates()) {
            return graph; // barriers and the borders of supersteps must come through
        }
        Set<Integer> chosen = new WaitingProbes(graph).choose();
        return graph.withNodes(
                node -> chosen.contains(node.id()) && node.spec() instanceof HashJoinOperator.Spec<?, ?, ?, ?> spec
                        ? node.withSpec(spec.withProbeWaiting())
                        : node);
    }

    private Set<Integer> choose() {
        // What waits on disk keeps nobody from going on.
        boolean onDisk = graph.configuration().get(ExecutionOptions.BATCH_SHUFFLE_MODE)
                == BatchShuffleMode.ALL_EXCHANGES_BLOCKING;
        Set<Integer> chosen = new HashSet<>();
        findFlows();
        for (int join : joins.keySet()) {
            int flow = flowOf(join);
            if (onDisk || buildInputs(join).noneMatch(input -> waitsFor(input, flow, new HashSet<>()))) {
                waiting.computeIfAbsent(flow, none -> new ArrayList<>()).add(join);
                chosen.add(join);
            }
        }
        return chosen;
    }

    private boolean isBuild(StreamEdge edge) {
        HashJoinOperator.Spec<?, ?, ?, ?> spec = joins.get(edge.target());
        return spec != null && (edge.input() == 0) == spec.hashesFirst();
    }

    private IntStream buildInputs(int join) {
        return inputs.getOrDefault(join, List.of()).stream()
                .filter(this::isBuild)
                .mapToInt(StreamEdge::source);
    }

    private void findFlows() {
        for (StreamEdge edge : graph.edges()) {
            // Numbers of operators are not negative.
            int target = isBuild(edge) ? -1 - edge.target() : edge.target();
            flows.put(flowOf(edge.source()), flowOf(target));
        }
    }

    private int flowOf(int operator) {
        int flow = operator;
        while (flows.getOrDefault(flow, flow) != flow) {
            flow = flows.get(flow);
        }
        return flow;
    }

    /** Returns whether an operator ends only when a flow can go on. */
    private boolean waitsFor(int operator, int flow, Set<Integer> seen) {
        if (!seen.add(operator)) {
            return false;
        }
        int own = flowOf(operator);
        return own == flow
                || inputs.getOrDefault(operator, List.of()).stream()
                        .anyMatch(edge -> waitsFor(edge.source(), flow, seen))
                || waiting.getOrDefault(own, List.of()).stream()
                        .flatMapToInt(this::buildInputs)
                        .anyMatch(input -> waitsFor(input, flow, seen));
    }
}

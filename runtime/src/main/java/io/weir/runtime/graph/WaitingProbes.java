package io.weir.runtime.graph;

import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.runtime.batch.HashJoinOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets the probe side of hash joins wait until the build side has ended, so that it need not be kept, where no operator could
 * wait for itself then. Operators between which records flow depend on each other, whichever way they flow: all of them come to
 * a halt when one does. The build side of a join that lets its probe side wait is the end of such a flow, the probe side and
 * the output belong to another, which waits for the first. No flow may wait for itself. The thread that translates owns it; it
 * serves one graph.
 */
final class WaitingProbes {
    private final StreamGraph graph;
    private final List<StreamNode> joins;

    /** Joins that take both sides at once. */
    private final Set<Integer> refused = new HashSet<>();

    /** By operator, another operator of the same flow or itself; the build sides of joins have numbers of their own. */
    private final Map<Integer, Integer> flows = new HashMap<>();

    private WaitingProbes(StreamGraph graph) {
        this.graph = graph;
        this.joins = graph.nodes().stream()
                .filter(node -> node.spec() instanceof HashJoinOperator.Spec<?, ?, ?, ?>)
                .toList();
    }

    static StreamGraph apply(StreamGraph graph) {
        if (graph.configuration().getOptional(CheckpointingOptions.INTERVAL).isPresent()) {
            return graph; // barriers must come through
        }
        WaitingProbes probes = new WaitingProbes(graph);
        if (graph.configuration().get(ExecutionOptions.BATCH_SHUFFLE_MODE) != BatchShuffleMode.ALL_EXCHANGES_BLOCKING) {
            probes.refuse();
        }
        return graph.withNodes(node ->
                node.spec() instanceof HashJoinOperator.Spec<?, ?, ?, ?> spec && !probes.refused.contains(node.id())
                        ? node.withSpec(spec.withProbeWaiting())
                        : node);
    }

    private void refuse() {
        boolean changed;
        do {
            findFlows();
            changed = refuseOne();
        } while (changed);
    }

    private void findFlows() {
        flows.clear();
        Map<Integer, HashJoinOperator.Spec<?, ?, ?, ?>> specs = new HashMap<>();
        for (StreamNode join : joins) {
            specs.put(join.id(), (HashJoinOperator.Spec<?, ?, ?, ?>) join.spec());
            if (refused.contains(join.id())) {
                unite(join.id(), buildOf(join.id()));
            }
        }
        for (StreamEdge edge : graph.edges()) {
            HashJoinOperator.Spec<?, ?, ?, ?> spec = specs.get(edge.target());
            boolean build = spec != null && (edge.input() == 0) == spec.hashesFirst();
            unite(edge.source(), build ? buildOf(edge.target()) : edge.target());
        }
    }

    /** Numbers of operators are not negative. */
    private static int buildOf(int join) {
        return -1 - join;
    }

    private int flowOf(int operator) {
        int flow = operator;
        while (flows.getOrDefault(flow, flow) != flow) {
            flow = flows.get(flow);
        }
        return flow;
    }

    private void unite(int one, int other) {
        flows.put(flowOf(one), flowOf(other));
    }

    /** Refuses the first join with which a flow would wait for itself; returns whether there is one. */
    private boolean refuseOne() {
        Map<Integer, List<Integer>> waiting = new HashMap<>();
        for (StreamNode join : joins) {
            if (refused.contains(join.id())) {
                continue;
            }
            int probe = flowOf(join.id());
            int build = flowOf(buildOf(join.id()));
            if (waitsFor(build, probe, waiting, new HashSet<>())) {
                refused.add(join.id());
                return true;
            }
            waiting.computeIfAbsent(probe, none -> new ArrayList<>()).add(build);
        }
        return false;
    }

    private static boolean waitsFor(int flow, int other, Map<Integer, List<Integer>> waiting, Set<Integer> seen) {
        if (flow == other) {
            return true;
        }
        return seen.add(flow)
                && waiting.getOrDefault(flow, List.of()).stream()
                        .anyMatch(next -> waitsFor(next, other, waiting, seen));
    }
}

package io.weir.runtime.jobmanager;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which instance runs in which slot. A slot holds at most one instance of each vertex, and only vertices of one
 * sharing group. Instances with the same number meet in one slot where parallelisms are equal, and are spread evenly
 * over the group's slots where they are lower, so that forward and rescale exchanges stay within a TaskManager where
 * they can. Stateless.
 */
final class SlotAssignment {
    private SlotAssignment() {}

    /**
     * Assigns slots.
     *
     * @param graph the job
     * @param slots exactly as many slots as the job needs
     * @return for each vertex, the slots of its instances by their number
     */
    static Map<VertexId, List<AssignedSlot>> assign(JobGraph graph, List<AssignedSlot> slots) {
        if (slots.size() != graph.requiredSlots()) {
            throw new IllegalArgumentException(
                    "The job needs " + graph.requiredSlots() + " slots, not " + slots.size() + ".");
        }
        List<AssignedSlot> neighbours = slots.stream()
                .sorted(Comparator.comparing(slot -> slot.location().id().value()))
                .toList();
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (JobVertex vertex : graph.vertices()) {
            widths.merge(vertex.slotSharingGroup(), vertex.parallelism(), Math::max);
        }
        Map<String, List<AssignedSlot>> groups = new HashMap<>();
        int next = 0;
        for (Map.Entry<String, Integer> group : widths.entrySet()) {
            groups.put(group.getKey(), neighbours.subList(next, next + group.getValue()));
            next += group.getValue();
        }
        Map<VertexId, List<AssignedSlot>> assignment = new HashMap<>();
        for (JobVertex vertex : graph.vertices()) {
            assignment.put(vertex.id(), spread(vertex.parallelism(), groups.get(vertex.slotSharingGroup())));
        }
        return assignment;
    }

    private static List<AssignedSlot> spread(int parallelism, List<AssignedSlot> slots) {
        List<AssignedSlot> spread = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            spread.add(slots.get((int) ((long) subtask * slots.size() / parallelism)));
        }
        return spread;
    }
}

package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlotAssignmentTest {
    @Test
    void instancesWithTheSameNumberShareASlot() {
        JobVertex source = Graphs.vertex("source", 4, "default");
        JobVertex sink = Graphs.vertex("sink", 4, "default");
        Map<VertexId, List<AssignedSlot>> assignment =
                SlotAssignment.assign(Graphs.graph(List.of(source, sink)), Graphs.slots("a", 4));
        assertThat(assignment.get(source.id()))
                .isEqualTo(assignment.get(sink.id()))
                .doesNotHaveDuplicates()
                .hasSize(4);
    }

    @Test
    void fewerInstancesAreSpreadOverTheTaskManagers() {
        JobVertex source = Graphs.vertex("source", 2, "default");
        JobVertex map = Graphs.vertex("map", 4, "default");
        List<AssignedSlot> slots = new ArrayList<>(Graphs.slots("b", 2));
        slots.addAll(Graphs.slots("a", 2));
        Map<VertexId, List<AssignedSlot>> assignment = SlotAssignment.assign(Graphs.graph(List.of(source, map)), slots);
        assertThat(assignment.get(source.id()))
                .extracting(slot -> slot.location().id().value())
                .containsExactly("a", "b");
        assertThat(assignment.get(map.id()))
                .extracting(slot -> slot.location().id().value())
                .containsExactly("a", "a", "b", "b");
    }

    @Test
    void groupsDoNotShareSlots() {
        JobVertex source = Graphs.vertex("source", 2, "one");
        JobVertex map = Graphs.vertex("map", 3, "two");
        JobGraph graph = Graphs.graph(List.of(source, map));
        assertThat(graph.requiredSlots()).isEqualTo(5);
        Map<VertexId, List<AssignedSlot>> assignment = SlotAssignment.assign(graph, Graphs.slots("a", 5));
        List<AssignedSlot> all = new ArrayList<>(assignment.get(source.id()));
        all.addAll(assignment.get(map.id()));
        assertThat(all).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    void anotherNumberOfSlotsIsAMistake() {
        JobGraph graph = Graphs.graph(List.of(Graphs.vertex("source", 2, "default")));
        assertThatThrownBy(() -> SlotAssignment.assign(graph, Graphs.slots("a", 3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void aSlotHoldsAtMostOneInstanceOfEachVertexOfOneGroup(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 7) Integer> parallelisms,
            @ForAll @IntRange(min = 1, max = 3) int groups) {
        List<JobVertex> vertices = new ArrayList<>();
        for (int i = 0; i < parallelisms.size(); i++) {
            vertices.add(Graphs.vertex("v" + i, parallelisms.get(i), "group" + i % groups));
        }
        JobGraph graph = Graphs.graph(vertices);
        Map<VertexId, List<AssignedSlot>> assignment =
                SlotAssignment.assign(graph, Graphs.slots("a", graph.requiredSlots()));
        Map<AssignedSlot, String> groupOf = new HashMap<>();
        for (JobVertex vertex : vertices) {
            List<AssignedSlot> slots = assignment.get(vertex.id());
            assertThat(slots).hasSize(vertex.parallelism()).doesNotHaveDuplicates();
            for (AssignedSlot slot : slots) {
                assertThat(groupOf.computeIfAbsent(slot, unused -> vertex.slotSharingGroup()))
                        .isEqualTo(vertex.slotSharingGroup());
            }
        }
    }
}

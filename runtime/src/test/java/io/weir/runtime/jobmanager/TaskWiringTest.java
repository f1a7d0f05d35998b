package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.protocol.OutputSpec;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TaskWiringTest {
    private static Map<VertexId, List<TaskSpec>> wire(JobGraph graph) {
        ExecutionGraph executions = new ExecutionGraph(graph);
        List<AssignedSlot> slots = new ArrayList<>();
        for (int i = 0; i < graph.requiredSlots(); i++) {
            slots.addAll(Graphs.slots("tm" + i, 1));
        }
        Map<VertexId, List<AssignedSlot>> assignment = SlotAssignment.assign(graph, slots);
        executions
                .all()
                .forEach(execution -> execution.assign(assignment
                        .get(execution.id().vertex())
                        .get(execution.id().subtask())));
        TaskWiring wiring = new TaskWiring(executions, List.of(), execution -> TaskRestore.NONE);
        Map<VertexId, List<TaskSpec>> specs = new HashMap<>();
        for (JobVertex vertex : graph.vertices()) {
            specs.put(
                    vertex.id(),
                    executions.of(vertex.id()).stream()
                            .map(execution -> wiring.specOf(vertex, execution))
                            .toList());
        }
        return specs;
    }

    /** Every part that is made is read once, by the task that the producer expects, which reads it from the producer. */
    private static void check(List<TaskSpec> producers, List<TaskSpec> consumers) {
        Map<List<Object>, Integer> read = new HashMap<>();
        for (TaskSpec consumer : consumers) {
            for (InputSpec.ChannelSource source : consumer.inputs().get(0).channels()) {
                TaskSpec producer = producers.get(source.partition().producer().subtask());
                OutputSpec output = producer.outputs().get(source.partition().output());
                assertThat(source.partition()).isEqualTo(output.partition());
                assertThat(source.producer().id().value()).isEqualTo(place(producer));
                TaskManagerLocation expected = output.consumers().get(source.subpartition());
                assertThat(expected.id().value()).isEqualTo(place(consumer));
                read.merge(List.of(source.partition(), source.subpartition()), 1, Integer::sum);
            }
        }
        int made = producers.stream()
                .mapToInt(producer -> producer.outputs().get(0).consumers().size())
                .sum();
        assertThat(read).hasSize(made);
        assertThat(read.values()).containsOnly(1);
    }

    private static String place(TaskSpec task) {
        return task.allocation().value().replaceAll("-0$", "");
    }

    @Property
    void everyPartIsReadByWhomItIsMeantFor(
            @ForAll @IntRange(min = 1, max = 9) int producers,
            @ForAll @IntRange(min = 1, max = 9) int consumers,
            @ForAll Distribution distribution) {
        int readers = distribution == Distribution.FORWARD ? producers : consumers;
        JobVertex source = Graphs.vertex("source", producers, "default");
        JobVertex sink = Graphs.vertex("sink", readers, "default");
        Map<VertexId, List<TaskSpec>> specs =
                wire(Graphs.graph(List.of(source, sink), Graphs.edge(source, sink, distribution)));
        check(specs.get(source.id()), specs.get(sink.id()));
    }

    @Test
    void rescaleConnectsEachWithItsShare() {
        JobVertex source = Graphs.vertex("source", 2, "default");
        JobVertex sink = Graphs.vertex("sink", 5, "default");
        Map<VertexId, List<TaskSpec>> specs =
                wire(Graphs.graph(List.of(source, sink), Graphs.edge(source, sink, Distribution.RESCALE)));
        assertThat(specs.get(source.id()))
                .extracting(spec -> spec.outputs().get(0).consumers().size())
                .containsExactly(2, 3);
        assertThat(specs.get(sink.id()))
                .extracting(spec -> spec.inputs()
                        .get(0)
                        .channels()
                        .get(0)
                        .partition()
                        .producer()
                        .subtask())
                .containsExactly(0, 0, 1, 1, 1);
    }

    @Test
    void inputsAndOutputsAreInTheOrderOfTheChain() {
        JobVertex one = Graphs.vertex("one", 1, "default");
        JobVertex two = Graphs.vertex("two", 1, "default");
        JobVertex both = Graphs.vertex("both", 1, "default");
        JobGraph graph = Graphs.graph(
                List.of(one, two, both),
                new JobEdge(two.id(), 0, both.id(), 1, Distribution.ALL_TO_ALL, "HASH"),
                new JobEdge(one.id(), 1, both.id(), 0, Distribution.ALL_TO_ALL, "HASH"),
                new JobEdge(one.id(), 0, two.id(), 0, Distribution.ALL_TO_ALL, "HASH"));
        Map<VertexId, List<TaskSpec>> specs = wire(graph);
        assertThat(specs.get(both.id()).get(0).inputs())
                .extracting(
                        input -> input.channels().get(0).partition().producer().vertex())
                .containsExactly(one.id(), two.id());
        assertThat(specs.get(one.id()).get(0).outputs())
                .extracting(output -> output.partition().output())
                .containsExactly(0, 1);
    }
}

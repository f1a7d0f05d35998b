package io.weir.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.state.KeyGroupRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateAssignmentTest {
    private static final VertexId COUNTER = new VertexId("counter");

    private static JobGraph graph(JobVertex... vertices) {
        return new JobGraph(JobId.random(), "test", List.of(vertices), List.of(), new Configuration(), false);
    }

    private static OperatorState keyed(int parallelism, int maxParallelism) {
        List<Part> parts = new ArrayList<>();
        for (int instance = 0; instance < parallelism; instance++) {
            KeyGroupRange groups = KeyGroupRange.of(maxParallelism, parallelism, instance);
            parts.add(new Part(instance, part(groups.first(), groups.count(), false, instance)));
        }
        return new OperatorState("counter", "Counter", parallelism, maxParallelism, List.of(), parts);
    }

    private static OperatorPart part(int first, int count, boolean shared, int content) {
        return new OperatorPart(
                "counter", "Counter", first, count, shared, new StateHandle.Inline(new byte[] {(byte) content}));
    }

    private static CompletedCheckpoint checkpoint(OperatorState... operators) {
        return new CompletedCheckpoint(
                "/dir",
                new CheckpointMetadata(JobId.random(), 5, CheckpointKind.CHECKPOINT, 0, List.of(operators), List.of()));
    }

    private static StateAssignment assign(OperatorState state, int parallelism) {
        return StateAssignment.of(
                checkpoint(state), graph(ScriptedJob.vertex("counter", "Counter", parallelism)), false);
    }

    @ParameterizedTest
    @CsvSource({"2,5", "5,1", "1,3", "3,128", "4,4", "7,3"})
    void everyKeyGroupIsReadByWhoeverHasIt(int before, int after) {
        StateAssignment assignment = assign(keyed(before, 128), after);
        for (int instance = 0; instance < after; instance++) {
            TaskRestore restore = assignment.of(COUNTER, instance);
            assertThat(restore.checkpointId()).isEqualTo(5);
            TaskRestore.OperatorRestore operator = restore.operators().get(0);
            assertThat(operator.redistributed()).isEqualTo(before != after);
            KeyGroupRange groups = KeyGroupRange.of(128, after, instance);
            for (int group = groups.first(); group < groups.first() + groups.count(); group++) {
                int wanted = group;
                assertThat(operator.parts())
                        .filteredOn(part ->
                                part.firstKeyGroup() <= wanted && wanted < part.firstKeyGroup() + part.keyGroups())
                        .hasSize(1);
            }
            assertThat(operator.parts())
                    .allMatch(part -> part.firstKeyGroup() < groups.first() + groups.count()
                            && part.firstKeyGroup() + part.keyGroups() > groups.first());
        }
    }

    @Test
    void listsAreDealtOutAnewOnlyWhenTheParallelismChanges() {
        OperatorState lists = new OperatorState(
                "counter",
                "Counter",
                2,
                128,
                List.of(),
                List.of(new Part(0, part(0, 0, false, 10)), new Part(1, part(0, 0, false, 11))));
        assertThat(assign(lists, 2).of(COUNTER, 1).operators().get(0).parts()).hasSize(1);
        assertThat(assign(lists, 3).of(COUNTER, 2).operators().get(0).parts()).hasSize(2);
    }

    @Test
    void whatAllNeedGoesToAll() {
        OperatorState union = new OperatorState(
                "counter",
                "Counter",
                2,
                128,
                List.of(),
                List.of(new Part(0, part(0, 0, true, 10)), new Part(1, part(0, 0, true, 11))));
        TaskRestore.OperatorRestore restore =
                assign(union, 2).of(COUNTER, 1).operators().get(0);
        assertThat(restore.parts()).hasSize(2);
        assertThat(restore.redistributed()).isTrue();
    }

    @Test
    void refusesAnotherNumberOfKeyGroups() {
        assertThatThrownBy(() -> assign(keyed(2, 64), 2))
                .hasMessage("The keyed state of 'Counter' in the checkpoint /dir is divided into 64 groups, but the"
                        + " program asks for 128: set the operator's maximum parallelism to 64.");
    }

    @Test
    void refusesToLoseStateUnlessThatIsWanted() {
        JobGraph other = graph(ScriptedJob.vertex("other", "Other", 1));
        assertThatThrownBy(() -> StateAssignment.of(checkpoint(keyed(2, 128)), other, false))
                .hasMessageContaining("state of operators that the program does not have: Counter")
                .hasMessageContaining("--allow-non-restored-state");
        StateAssignment assignment = StateAssignment.of(checkpoint(keyed(2, 128)), other, true);
        assertThat(assignment.of(new VertexId("other"), 0).operators()).isEmpty();
    }
}

package io.weir.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.SlotReport;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlotTableTest {
    private static final JobId JOB = JobId.random();
    private static final AllocationId ONE = new AllocationId("one");
    private static final AllocationId TWO = new AllocationId("two");
    private static final ExecutionId TASK = new ExecutionId(JOB, new VertexId("v"), 0, 0);

    private final SlotTable slots = new SlotTable(new TaskManagerId("tm"), 2);

    @ParameterizedTest
    @EnumSource
    void aSlotGoesOnlyWhereItMay(TaskSlot.State state) {
        Map<TaskSlot.State, Set<TaskSlot.State>> moves = Map.of(
                TaskSlot.State.FREE, Set.of(TaskSlot.State.ALLOCATED),
                TaskSlot.State.ALLOCATED, Set.of(TaskSlot.State.RELEASING, TaskSlot.State.FREE),
                TaskSlot.State.RELEASING, Set.of(TaskSlot.State.FREE));
        for (TaskSlot.State next : TaskSlot.State.values()) {
            assertThat(state.canBecome(next)).isEqualTo(moves.get(state).contains(next));
        }
    }

    @Test
    void everyChangeShowsInALaterReport() {
        assertThat(slots.report().allocations()).isEmpty();
        long version = slots.allocate(ONE, JOB);
        assertThat(slots.report().version()).isEqualTo(version);
        assertThat(slots.report().allocations()).containsExactly(new SlotReport.Allocation(ONE, JOB));
        slots.release(slots.find(ONE).orElseThrow());
        assertThat(slots.report().version()).isGreaterThan(version);
        assertThat(slots.report().allocations()).isEmpty();
    }

    @Test
    void moreThanThereIsCannotBeHad() {
        slots.allocate(ONE, JOB);
        slots.allocate(TWO, JOB);
        assertThatThrownBy(() -> slots.allocate(new AllocationId("three"), JOB))
                .isInstanceOfSatisfying(WeirException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.RESOURCES));
    }

    @Test
    void aSlotIsFreeOnlyWhenItsLastTaskHasEnded() {
        slots.allocate(ONE, JOB);
        TaskSlot slot = slots.find(ONE).orElseThrow();
        slot.add(TASK);
        slots.release(slot);
        assertThat(slot.state()).isEqualTo(TaskSlot.State.RELEASING);
        assertThat(slots.of(JOB)).containsExactly(slot);
        assertThatThrownBy(() -> slot.add(TASK)).isInstanceOf(IllegalStateException.class);
        assertThat(slots.taskEnded(ONE, TASK)).isTrue();
        assertThat(slot.state()).isEqualTo(TaskSlot.State.FREE);
        assertThat(slots.of(JOB)).isEmpty();
    }

    @Test
    void aTaskThatEndsLeavesTheSlotToItsJob() {
        slots.allocate(ONE, JOB);
        slots.find(ONE).orElseThrow().add(TASK);
        assertThat(slots.taskEnded(ONE, TASK)).isFalse();
        assertThat(slots.find(ONE).orElseThrow().state()).isEqualTo(TaskSlot.State.ALLOCATED);
        assertThat(slots.taskEnded(TWO, TASK)).isFalse();
    }
}

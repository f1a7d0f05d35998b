package io.weir.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.HeldTask;
import io.weir.runtime.protocol.SplitDelivery;
import io.weir.runtime.protocol.TaskIo;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.TaskStatus;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskLedgerTest {
    private static final JobId JOB = JobId.random();

    private final TaskLedger ledger = new TaskLedger();
    private final ExecutionId reader = new ExecutionId(JOB, new VertexId("source"), 0, 3);

    @BeforeEach
    void start() {
        start(reader, 7);
    }

    private void start(ExecutionId execution, long checkpoint) {
        ledger.started(new TaskSpec(
                execution,
                "job",
                "source",
                1,
                128,
                new AllocationId("slot"),
                new byte[0],
                List.of(),
                List.of(),
                new Configuration(),
                List.of(),
                new TaskRestore(checkpoint, List.of(), TaskRestore.InFlightRestore.NONE, false, false),
                null,
                TaskSpec.AS_PLANNED));
    }

    private void give(int size) {
        ledger.given(new SplitDelivery(reader, List.of(new byte[size]), 1, false));
    }

    private void begin(long checkpoint, CheckpointKind kind) {
        ledger.begins(new CheckpointTrigger(checkpoint, 0, kind, "directory", true, -1));
    }

    private HeldTask task() {
        return ledger.describe(execution -> TaskIo.NONE).get(0);
    }

    @Test
    void knowsWhatWasGivenSinceTheLastCompleteCheckpoint() {
        give(1);
        begin(8, CheckpointKind.CHECKPOINT);
        give(2);
        begin(9, CheckpointKind.CHECKPOINT);
        give(3);
        assertThat(task().splitsSince()).isEqualTo(7);
        assertThat(task().splits()).extracting(HeldTask.GivenSplits::after).containsExactly(7L, 8L, 9L);
        ledger.ended(8, true);
        assertThat(task().splitsSince()).isEqualTo(8);
        assertThat(task().splits()).extracting(HeldTask.GivenSplits::after).containsExactly(8L, 9L);
    }

    @Test
    void knowsWhatFinishedTasksHaveAccumulated() {
        assertThat(task().accumulated()).isEmpty();
        byte[] accumulated = {1, 2, 3};
        ledger.changed(new TaskStatus(reader, ExecutionState.RUNNING, TaskIo.NONE, null));
        ledger.changed(
                new TaskStatus(reader, ExecutionState.FINISHED, TaskIo.NONE, null, accumulated, null, List.of()));
        assertThat(task().state()).isEqualTo(ExecutionState.FINISHED);
        assertThat(task().accumulated()).isEqualTo(accumulated);
    }

    @Test
    void aCheckpointThatWasGivenUpAndASavepointChangeNothing() {
        give(1);
        begin(8, CheckpointKind.CHECKPOINT);
        begin(9, CheckpointKind.SAVEPOINT);
        ledger.ended(8, false);
        ledger.ended(9, true);
        assertThat(task().splitsSince()).isEqualTo(7);
        assertThat(task().splits()).hasSize(1);
        assertThat(ledger.last()).isEqualTo(9);
    }

    @Test
    void tooManySplitsAreUnknownUntilTheNextCheckpoint() {
        begin(8, CheckpointKind.CHECKPOINT);
        give((int) TaskLedger.MOST_BYTES + 1);
        give(1);
        assertThat(task().splitsSince()).isEqualTo(HeldTask.UNKNOWN);
        ledger.ended(8, true);
        assertThat(task().splitsSince()).isEqualTo(HeldTask.UNKNOWN); // some were given after it
        begin(9, CheckpointKind.CHECKPOINT);
        give(2);
        ledger.ended(9, true);
        assertThat(task().splitsSince()).isEqualTo(9);
        assertThat(task().splits()).hasSize(1);
    }

    @Test
    void whoHasAskedAndWasNotAnsweredAsksAgain() {
        assertThat(ledger.asking()).isEmpty();
        ledger.asks(reader);
        assertThat(ledger.asking()).containsExactly(reader);
        give(1);
        assertThat(ledger.asking()).isEmpty();
        give(1); // unasked: whether the next is an answer, nobody knows
        assertThat(ledger.asking()).containsExactly(reader);
        ledger.given(new SplitDelivery(reader, List.of(), 1, true));
        assertThat(ledger.asking()).isEmpty();
    }

    @Test
    void tellsTheNewestAttemptAndWhatBecameOfIt() {
        ledger.changed(new TaskStatus(reader, ExecutionState.RUNNING, TaskIo.NONE, null));
        List<HeldTask> told = ledger.describe(execution -> TaskIo.NONE);
        assertThat(ledger.changesSince(told)).isEmpty();
        TaskStatus finished = new TaskStatus(reader, ExecutionState.FINISHED, new TaskIo(1, 2, 3, 4), null);
        ledger.changed(finished);
        assertThat(ledger.changesSince(told)).containsExactly(finished);
        assertThat(task().io()).isEqualTo(new TaskIo(1, 2, 3, 4));
        ExecutionId next = new ExecutionId(JOB, new VertexId("source"), 0, 4);
        start(next, 9);
        ledger.changed(new TaskStatus(reader, ExecutionState.RUNNING, TaskIo.NONE, null));
        assertThat(task().execution()).isEqualTo(next);
        assertThat(task().state()).isEqualTo(ExecutionState.DEPLOYING);
        ledger.forget(next);
        assertThat(ledger.describe(execution -> TaskIo.NONE)).isEmpty();
    }
}

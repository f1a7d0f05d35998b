package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.ExchangeKind;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.PartitionId;
import io.weir.runtime.protocol.TaskIo;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.TaskStatus;
import io.weir.util.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** First and second attempts of a slow task, and what becomes of them. */
class RivalsTest {
    private static final FailureInfo BOOM = Failures.of(ErrorCode.USER_FUNCTION, "boom");

    private final JobVertex slow = Graphs.vertex("slow", 2, "default");
    private final JobVertex next = Graphs.vertex("next", 1, "default");
    private final ExecutionGraph executions = new ExecutionGraph(Graphs.graph(
            List.of(slow, next),
            Graphs.edge(slow, next, Distribution.ALL_TO_ALL).as(ExchangeKind.BLOCKING)));
    private final List<String> deployed = new ArrayList<>();
    private final List<ExecutionId> canceled = new ArrayList<>();
    private final List<TaskInstance> failed = new ArrayList<>();
    private CompletableFuture<Void> deployAnswer = new CompletableFuture<>();

    private final JobScheduler scheduler = new JobScheduler(
            executions,
            List.of(),
            new JobScheduler.Calls() {
                @Override
                public CompletableFuture<Void> deploy(TaskManagerId taskManager, List<TaskSpec> tasks) {
                    tasks.forEach(task -> deployed.add(
                            task.taskName() + "-" + task.execution().subtask() + "#"
                                    + task.execution().attempt() + " on " + taskManager));
                    return deployAnswer;
                }

                @Override
                public CompletableFuture<Void> cancel(TaskManagerId taskManager, List<ExecutionId> tasks) {
                    canceled.addAll(tasks);
                    return new CompletableFuture<>();
                }
            },
            new JobScheduler.Listener() {
                @Override
                public void taskRuns(ExecutionId execution) {}

                @Override
                public void tasksFailed(List<TaskInstance> tasks, FailureInfo failure) {
                    failed.addAll(tasks);
                }

                @Override
                public void tasksEnded() {}
            });

    private ExecutionId first;
    private ExecutionId second;

    /** One instance has finished; the other runs on its TaskManager, and is started again on the other one. */
    @BeforeEach
    void race() {
        scheduler.offer(Graphs.location("a"), List.of(new AllocationId("a-0")));
        scheduler.offer(Graphs.location("b"), List.of(new AllocationId("b-0")));
        scheduler.deploy(execution -> TaskRestore.NONE);
        Execution task = executions.of(slow.id()).get(0);
        first = task.id();
        tell(first, ExecutionState.RUNNING);
        scheduler.startAgain(task);
        assertThat(deployed).as("the other instance is still there").hasSize(2);
        tell(executions.of(slow.id()).get(1).id(), ExecutionState.FINISHED);
        scheduler.startAgain(task);
        second = new ExecutionId(first.job(), slow.id(), 0, 1);
        String elsewhere = deployed.get(0).endsWith("a") ? "b" : "a";
        assertThat(deployed).hasSize(3).last().isEqualTo("slow-0#1 on " + elsewhere);
        assertThat(executions.rivals().permits(task)).isFalse();
    }

    private void tell(ExecutionId task, ExecutionState state) {
        scheduler.update(new TaskStatus(task, state, TaskIo.NONE, state == ExecutionState.FAILED ? BOOM : null));
    }

    private ExecutionId current() {
        return executions.of(slow.id()).get(0).id();
    }

    @Test
    void theFirstToFinishCounts() {
        tell(second, ExecutionState.RUNNING);
        assertThat(executions.isActive(second)).isTrue();
        assertThat(current()).isEqualTo(first);
        tell(second, ExecutionState.FINISHED);
        assertThat(current()).isEqualTo(second);
        assertThat(canceled).containsExactly(first);
        assertThat(executions.isActive(first)).isFalse();
        assertThat(scheduler.hasNextStage()).isTrue();
        tell(first, ExecutionState.CANCELED);
        assertThat(failed).isEmpty();
        assertThat(executions.rivals().all()).isEmpty();
    }

    @Test
    void whatFinishesTooLateIsDropped() {
        tell(first, ExecutionState.FINISHED);
        assertThat(current()).isEqualTo(first);
        assertThat(canceled).containsExactly(second);
        canceled.clear();
        tell(second, ExecutionState.FINISHED);
        assertThat(canceled).as("its files").containsExactly(second);
        assertThat(current()).isEqualTo(first);
        assertThat(executions.rivals().all()).isEmpty();
    }

    @Test
    void aSecondAttemptThatFailsIsOfNoConsequence() {
        tell(second, ExecutionState.RUNNING);
        tell(second, ExecutionState.FAILED);
        assertThat(failed).isEmpty();
        assertThat(current()).isEqualTo(first);
        tell(first, ExecutionState.FAILED);
        assertThat(failed).containsExactly(TaskInstance.of(first));
    }

    @Test
    void aSecondAttemptGoesOnForAFirstThatFails() {
        tell(second, ExecutionState.RUNNING);
        tell(first, ExecutionState.FAILED);
        assertThat(failed).isEmpty();
        assertThat(current()).isEqualTo(second);
        tell(second, ExecutionState.FAILED);
        assertThat(failed).containsExactly(TaskInstance.of(first));
    }

    @Test
    void itDoesNotIfTheFirstCouldNotReadItsInput() {
        tell(second, ExecutionState.RUNNING);
        scheduler.update(new TaskStatus(
                first,
                ExecutionState.FAILED,
                TaskIo.NONE,
                BOOM,
                TaskStatus.NOTHING,
                new PartitionId(new ExecutionId(first.job(), slow.id(), 1, 0), 0),
                List.of()));
        assertThat(failed).containsExactly(TaskInstance.of(first));
        assertThat(canceled).containsExactly(second);
    }

    @Test
    void itGoesOnForAFirstWhoseTaskManagerIsLost() {
        tell(second, ExecutionState.RUNNING);
        TaskManagerId there = executions.of(slow.id()).get(0).slot().location().id();
        scheduler.taskManagerLost(there, BOOM);
        assertThat(failed).isEmpty();
        assertThat(current()).isEqualTo(second);
        assertThat(executions.rivals().all()).isEmpty();
    }

    @Test
    void itGoesWithItsTaskManager() {
        tell(second, ExecutionState.RUNNING);
        TaskManagerId there =
                executions.find(second).orElseThrow().slot().location().id();
        scheduler.taskManagerLost(there, BOOM);
        assertThat(failed).as("only what has finished there").doesNotContain(TaskInstance.of(first));
        assertThat(current()).isEqualTo(first);
        assertThat(executions.rivals().all()).isEmpty();
        assertThat(executions.rivals().permits(executions.of(slow.id()).get(0))).isTrue();
    }

    @Test
    void bothGoWhenTheInstanceBeginsAgain() {
        tell(second, ExecutionState.RUNNING);
        scheduler.cancel(List.of(executions.of(slow.id()).get(0)));
        assertThat(canceled).containsExactlyInAnyOrder(first, second);
        tell(first, ExecutionState.CANCELED);
        executions.renew(List.of(TaskInstance.of(first)));
        assertThat(current().attempt()).as("the second had the next number").isEqualTo(2);
        assertThat(scheduler.takesTurns()).isTrue();
    }

    @Test
    void whatCannotBeSentIsForgotten() {
        deployAnswer.completeExceptionally(new IllegalStateException("no answer"));
        assertThat(executions.rivals().all()).isEmpty();
        assertThat(canceled).contains(second);
    }
}

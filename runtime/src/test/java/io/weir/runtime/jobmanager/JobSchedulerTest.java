package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.HeldTask;
import io.weir.runtime.protocol.TaskIo;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskReport;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.TaskStatus;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JobSchedulerTest {
    private static final FailureInfo BOOM = Failures.of(ErrorCode.USER_FUNCTION, "boom");

    private final JobVertex source = Graphs.vertex("source", 2, "default");
    private final JobVertex sink = Graphs.vertex("sink", 2, "default");
    private final JobGraph graph =
            Graphs.graph(List.of(source, sink), Graphs.edge(source, sink, Distribution.ALL_TO_ALL));
    private final ExecutionGraph executions = new ExecutionGraph(graph);
    private final Map<TaskManagerId, List<TaskSpec>> deployed = new LinkedHashMap<>();
    private final List<ExecutionId> canceled = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private List<TaskInstance> lastFailed = List.of();
    private CompletableFuture<Void> deployAnswer = new CompletableFuture<>();
    private CompletableFuture<Void> cancelAnswer = new CompletableFuture<>();

    private final JobScheduler scheduler = new JobScheduler(
            executions,
            List.of(),
            new JobScheduler.Calls() {
                @Override
                public CompletableFuture<Void> deploy(TaskManagerId taskManager, List<TaskSpec> tasks) {
                    deployed.put(taskManager, tasks);
                    return deployAnswer;
                }

                @Override
                public CompletableFuture<Void> cancel(TaskManagerId taskManager, List<ExecutionId> tasks) {
                    canceled.addAll(tasks);
                    return cancelAnswer;
                }
            },
            new JobScheduler.Listener() {
                @Override
                public void taskRuns(ExecutionId execution) {
                    events.add("runs");
                }

                @Override
                public void tasksFailed(List<TaskInstance> failed, FailureInfo failure) {
                    lastFailed = failed;
                    events.add("failed: " + failure.message());
                }

                @Override
                public void tasksEnded() {
                    if (executions.isTerminated()) {
                        events.add("terminated");
                    }
                }
            });

    private void deploy() {
        scheduler.offer(Graphs.location("a"), List.of(new AllocationId("a-0")));
        scheduler.offer(Graphs.location("b"), List.of(new AllocationId("b-0")));
        scheduler.deploy(execution -> TaskRestore.NONE);
    }

    private ExecutionId id(JobVertex vertex, int subtask) {
        return executions.of(vertex.id()).get(subtask).id();
    }

    private void update(JobVertex vertex, int subtask, ExecutionState state) {
        scheduler.update(
                new TaskStatus(id(vertex, subtask), state, TaskIo.NONE, state == ExecutionState.FAILED ? BOOM : null));
    }

    private void updateAll(ExecutionState state) {
        for (JobVertex vertex : List.of(source, sink)) {
            update(vertex, 0, state);
            update(vertex, 1, state);
        }
    }

    @Test
    void takesOnlyAsManySlotsAsTheJobNeeds() {
        assertThat(scheduler.requiredSlots()).isEqualTo(2);
        List<AllocationId> three = List.of(new AllocationId("1"), new AllocationId("2"), new AllocationId("3"));
        assertThat(scheduler.offer(Graphs.location("a"), three)).isEqualTo(three.subList(0, 2));
        assertThat(scheduler.hasAllSlots()).isTrue();
        assertThat(scheduler.offer(Graphs.location("a"), three))
                .as("an offer that came again")
                .isEqualTo(three.subList(0, 2));
    }

    @Test
    void sendsEachTaskManagerItsTasksAtOnce() {
        deploy();
        assertThat(deployed).hasSize(2);
        assertThat(deployed.get(new TaskManagerId("a")))
                .extracting(TaskSpec::execution)
                .containsExactly(id(source, 0), id(sink, 0));
        assertThat(executions.counts().deploying()).isEqualTo(4);
    }

    @Test
    void aJobTerminatesWhenAllTasksHaveFinished() {
        deploy();
        updateAll(ExecutionState.RUNNING);
        update(source, 0, ExecutionState.FINISHED);
        update(source, 1, ExecutionState.FINISHED);
        update(sink, 0, ExecutionState.FINISHED);
        assertThat(events).doesNotContain("terminated");
        assertThat(executions.isFinished()).isFalse();
        update(sink, 1, ExecutionState.FINISHED);
        assertThat(events).containsExactly("runs", "runs", "runs", "runs", "terminated");
        assertThat(executions.isFinished()).isTrue();
    }

    @Test
    void changesThatWereOvertakenAreLeftOut() {
        deploy();
        update(source, 0, ExecutionState.FINISHED);
        update(source, 0, ExecutionState.RUNNING);
        update(source, 0, ExecutionState.FAILED);
        assertThat(events).isEmpty();
        assertThat(executions.counts().finished()).isEqualTo(1);
        ExecutionId current = id(sink, 0);
        ExecutionId later = new ExecutionId(current.job(), current.vertex(), 0, 1);
        scheduler.update(new TaskStatus(later, ExecutionState.RUNNING, TaskIo.NONE, null));
        assertThat(executions.counts().running()).isZero();
    }

    @Test
    void cancelReachesWhatRunsAndTerminatesWhenThatHasEnded() {
        deploy();
        updateAll(ExecutionState.RUNNING);
        update(source, 0, ExecutionState.FINISHED);
        scheduler.cancel();
        assertThat(canceled).containsExactlyInAnyOrder(id(source, 1), id(sink, 0), id(sink, 1));
        scheduler.cancel();
        assertThat(canceled).as("told once").hasSize(3);
        update(source, 1, ExecutionState.CANCELED);
        update(sink, 0, ExecutionState.FAILED);
        update(sink, 1, ExecutionState.FINISHED);
        assertThat(events).endsWith("terminated");
        assertThat(executions.isTerminated()).isTrue();
    }

    @Test
    void cancelBeforeDeploymentTerminatesAtOnce() {
        scheduler.cancel();
        assertThat(events).containsExactly("terminated");
        assertThat(canceled).isEmpty();
        assertThat(executions.counts().canceled()).isEqualTo(4);
    }

    @Test
    void anUnansweredCancelIsRepeatedOnlyWhileTasksRun() {
        deploy();
        updateAll(ExecutionState.RUNNING);
        CompletableFuture<Void> first = cancelAnswer;
        scheduler.cancel();
        cancelAnswer = new CompletableFuture<>();
        update(sink, 0, ExecutionState.CANCELED);
        canceled.clear();
        first.completeExceptionally(new WeirException(ErrorCode.TIMEOUT, "late"));
        assertThat(canceled).containsExactlyInAnyOrder(id(source, 0), id(source, 1), id(sink, 1));
        canceled.clear();
        cancelAnswer.completeExceptionally(new WeirException(ErrorCode.UNREACHABLE, "gone"));
        assertThat(canceled).as("a lost TaskManager is noticed otherwise").isEmpty();
    }

    @Test
    void aTaskThatItsTaskManagerCancelsFailsTheJob() {
        deploy();
        update(source, 0, ExecutionState.CANCELED);
        assertThat(events).singleElement().asString().contains("source (1/2) was canceled by its TaskManager a");
    }

    @Test
    void aFailedDeploymentFailsItsTasks() {
        deploy();
        deployAnswer.completeExceptionally(new WeirException(ErrorCode.RESOURCES, "no such slot"));
        assertThat(events).contains("failed: no such slot").endsWith("terminated");
    }

    @Test
    void losingATaskManagerFailsItsTasks() {
        deploy();
        updateAll(ExecutionState.RUNNING);
        events.clear();
        assertThat(scheduler.taskManagerLost(new TaskManagerId("b"), BOOM)).isTrue();
        assertThat(events).containsExactly("failed: boom");
        assertThat(executions.counts().failed()).isEqualTo(2);
        assertThat(scheduler.assignedSlots()).isEqualTo(1);
        assertThat(scheduler.taskManagerLost(new TaskManagerId("c"), BOOM)).isFalse();
    }

    @Test
    void theOutputOfAFinishedTaskIsNeededUntilItsReadersHaveFinished() {
        deploy();
        updateAll(ExecutionState.RUNNING);
        update(source, 1, ExecutionState.FINISHED);
        update(sink, 1, ExecutionState.FINISHED);
        assertThat(executions.lose(new TaskManagerId("b"))).isNotEmpty();
        update(sink, 0, ExecutionState.FINISHED);
        assertThat(executions.lose(new TaskManagerId("b"))).isEmpty();
        assertThat(executions.lose(new TaskManagerId("a"))).isNotEmpty();
    }

    @Test
    void aTaskManagerThatIsLostBeforeDeploymentLeavesRoomForAnother() {
        scheduler.offer(Graphs.location("a"), List.of(new AllocationId("a-0"), new AllocationId("a-1")));
        assertThat(scheduler.taskManagerLost(new TaskManagerId("a"), BOOM)).isFalse();
        assertThat(scheduler.hasAllSlots()).isFalse();
        assertThat(events).isEmpty();
    }

    @Test
    void progressOfEndedTasksIsFinal() {
        deploy();
        updateAll(ExecutionState.RUNNING);
        scheduler.report(List.of(new TaskReport(id(source, 0), new TaskIo(5, 7, 0, 0))));
        assertThat(executions.describe().get(0).io().recordsOut()).isEqualTo(7);
        scheduler.update(new TaskStatus(id(source, 0), ExecutionState.FINISHED, new TaskIo(9, 9, 0, 0), null));
        scheduler.report(List.of(new TaskReport(id(source, 0), new TaskIo(5, 7, 0, 0))));
        assertThat(executions.describe().get(0).io().recordsOut()).isEqualTo(9);
    }

    /** Lets both instances of a vertex, or of both, begin their next attempts. */
    private void renew(JobVertex... vertices) {
        for (JobVertex vertex : vertices) {
            executions.renew(executions.instancesOf(vertex.id()));
        }
    }

    @Test
    void theNextAttemptsWantTheSlotsTheyHad() {
        deploy();
        updateAll(ExecutionState.FAILED);
        renew(source, sink);
        assertThat(scheduler.hasAllSlots()).isTrue();
        deployed.clear();
        scheduler.deploy(execution -> TaskRestore.NONE);
        assertThat(deployed.get(new TaskManagerId("b")))
                .extracting(TaskSpec::execution)
                .containsExactly(id(source, 1), id(sink, 1))
                .allMatch(execution -> execution.attempt() == 1);
        assertThat(deployed.get(new TaskManagerId("b")))
                .extracting(TaskSpec::allocation)
                .containsOnly(new AllocationId("b-0"));
    }

    @Test
    void aLostSlotIsReplacedForAllWhoHadIt() {
        deploy();
        updateAll(ExecutionState.RUNNING);
        scheduler.taskManagerLost(new TaskManagerId("b"), BOOM);
        assertThat(lastFailed)
                .containsExactlyInAnyOrder(new TaskInstance(source.id(), 1), new TaskInstance(sink.id(), 1));
        scheduler.cancel(executions.all().toList());
        update(source, 0, ExecutionState.CANCELED);
        update(sink, 0, ExecutionState.CANCELED);
        renew(source, sink);
        assertThat(scheduler.hasAllSlots()).isFalse();
        scheduler.offer(Graphs.location("c"), List.of(new AllocationId("c-0")));
        assertThat(scheduler.hasAllSlots()).isTrue();
        deployed.clear();
        scheduler.deploy(execution -> TaskRestore.NONE);
        assertThat(deployed.get(new TaskManagerId("c")))
                .extracting(TaskSpec::execution)
                .containsExactly(id(source, 1), id(sink, 1));
        assertThat(deployed.get(new TaskManagerId("a")))
                .extracting(TaskSpec::execution)
                .containsExactly(id(source, 0), id(sink, 0));
    }

    @Test
    void whatEarlierAttemptsReportIsLeftOut() {
        deploy();
        ExecutionId first = id(source, 0);
        updateAll(ExecutionState.FAILED);
        renew(source, sink);
        scheduler.deploy(execution -> TaskRestore.NONE);
        events.clear();
        scheduler.update(new TaskStatus(first, ExecutionState.FAILED, TaskIo.NONE, BOOM));
        scheduler.update(new TaskStatus(first, ExecutionState.RUNNING, TaskIo.NONE, null));
        assertThat(events).isEmpty();
        assertThat(executions.counts().deploying()).isEqualTo(4);
        assertThat(executions.isActive(first)).isFalse();
        assertThat(executions.isActive(id(source, 0))).isTrue();
    }

    @Test
    void onlyWhatWaitsIsDeployed() {
        deploy();
        updateAll(ExecutionState.RUNNING);
        update(sink, 0, ExecutionState.FAILED);
        executions.renew(List.of(new TaskInstance(sink.id(), 0)));
        deployed.clear();
        scheduler.deploy(execution -> TaskRestore.NONE);
        assertThat(deployed.values()).singleElement().asInstanceOf(LIST).hasSize(1);
        assertThat(executions.counts().running()).isEqualTo(3);
    }

    @Test
    void whatFinishedTasksHaveLeftIsGivenUpWithTheirRegion() {
        deploy();
        updateAll(ExecutionState.RUNNING);
        update(source, 0, ExecutionState.FINISHED);
        update(sink, 0, ExecutionState.FAILED);
        scheduler.cancel(executions.all().toList());
        assertThat(canceled).containsExactlyInAnyOrder(id(source, 0), id(source, 1), id(sink, 1));
    }

    @Test
    void tasksOfAJobInStagesTakeTurnsAsLongAsSomeRun() {
        scheduler.runInStages();
        assertThat(scheduler.takesTurns()).as("nothing was sent yet").isFalse();
        deploy();
        assertThat(scheduler.takesTurns()).isTrue();
        updateAll(ExecutionState.FINISHED);
        assertThat(scheduler.takesTurns()).isFalse();
    }

    /** Some had finished before their JobManager was lost, others finish under the next one. */
    @Test
    void whatAdoptedTasksHaveAccumulatedCounts() {
        byte[] before = {1};
        byte[] after = {2};
        adopt(source, 0, ExecutionState.FINISHED, before);
        adopt(source, 1, ExecutionState.RUNNING, TaskStatus.NOTHING);
        assertThat(executions.accumulated()).containsExactly(before);
        scheduler.update(
                new TaskStatus(id(source, 1), ExecutionState.FINISHED, TaskIo.NONE, null, after, null, List.of()));
        assertThat(executions.accumulated()).containsExactly(before, after);
    }

    private void adopt(JobVertex vertex, int subtask, ExecutionState state, byte[] accumulated) {
        ExecutionId running = new ExecutionId(graph.jobId(), vertex.id(), subtask, 2);
        scheduler.adopt(
                new HeldTask(
                        running,
                        new AllocationId("a-" + subtask),
                        state,
                        TaskIo.NONE,
                        accumulated,
                        TaskRestore.NOTHING,
                        List.of(),
                        0,
                        List.of()),
                Graphs.location("a"));
    }

    @Test
    void aSlotThatIsNotThereAnyMoreIsForgotten() {
        deploy();
        deployAnswer.completeExceptionally(new WeirException(ErrorCode.RESOURCES, "no such slot"));
        assertThat(scheduler.assignedSlots()).isZero();
        renew(source, sink);
        assertThat(scheduler.hasAllSlots()).isFalse();
    }
}

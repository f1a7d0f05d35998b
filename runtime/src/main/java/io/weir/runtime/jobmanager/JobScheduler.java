package io.weir.runtime.jobmanager;

import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskReport;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.TaskStatus;
import io.weir.util.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the slots of a job, sends its tasks there once all slots have come, follows the tasks' lives and cancels them.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class JobScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(JobScheduler.class);

    private final ExecutionGraph executions;
    private final List<BlobKey> jars;
    private final Calls calls;
    private final Listener listener;
    private final int requiredSlots;
    private final Map<AllocationId, AssignedSlot> slots = new LinkedHashMap<>();

    /** How tasks are reached; the answers come on the main thread. */
    interface Calls {
        /** Sends tasks to a TaskManager. */
        CompletableFuture<Void> deploy(TaskManagerId taskManager, List<TaskSpec> tasks);

        /** Tells a TaskManager to cancel tasks. */
        CompletableFuture<Void> cancel(TaskManagerId taskManager, List<ExecutionId> tasks);
    }

    /** Takes what happens to the tasks. */
    interface Listener {
        /** A task runs. */
        void taskRuns(ExecutionId execution);

        /** A task failed. */
        void taskFailed(FailureInfo failure);

        /** No task runs any more. */
        void tasksTerminated();
    }

    JobScheduler(ExecutionGraph executions, List<BlobKey> jars, Calls calls, Listener listener) {
        this.executions = executions;
        this.jars = jars;
        this.calls = calls;
        this.listener = listener;
        this.requiredSlots = executions.graph().requiredSlots();
    }

    int requiredSlots() {
        return requiredSlots;
    }

    int assignedSlots() {
        return slots.size();
    }

    boolean hasAllSlots() {
        return slots.size() >= requiredSlots;
    }

    /** Takes slots as long as some are missing; returns those that were taken now or before. */
    List<AllocationId> offer(TaskManagerLocation location, List<AllocationId> offered) {
        List<AllocationId> taken = new ArrayList<>();
        for (AllocationId allocation : offered) {
            if (slots.containsKey(allocation)) {
                taken.add(allocation);
            } else if (slots.size() < requiredSlots) {
                slots.put(allocation, new AssignedSlot(allocation, location));
                taken.add(allocation);
            }
        }
        return taken;
    }

    /**
     * Sends all tasks to their slots.
     *
     * @param restores says what an attempt starts from
     */
    void deploy(Function<Execution, TaskRestore> restores) {
        Map<VertexId, List<AssignedSlot>> assignment =
                SlotAssignment.assign(executions.graph(), List.copyOf(slots.values()));
        executions
                .all()
                .forEach(execution -> execution.assign(assignment
                        .get(execution.id().vertex())
                        .get(execution.id().subtask())));
        TaskWiring wiring = new TaskWiring(executions, jars, restores);
        Map<TaskManagerId, List<TaskSpec>> byTaskManager = new LinkedHashMap<>();
        for (JobVertex vertex : executions.graph().vertices()) {
            for (Execution execution : executions.of(vertex.id())) {
                execution.become(ExecutionState.DEPLOYING);
                byTaskManager
                        .computeIfAbsent(execution.slot().location().id(), id -> new ArrayList<>())
                        .add(wiring.specOf(vertex, execution));
            }
        }
        byTaskManager.forEach(
                (taskManager, tasks) -> calls.deploy(taskManager, tasks).whenComplete((done, failure) -> {
                    if (failure != null) {
                        deploymentFailed(tasks, failure);
                    }
                }));
    }

    private void deploymentFailed(List<TaskSpec> tasks, Throwable failure) {
        for (TaskSpec task : tasks) {
            executions
                    .find(task.execution())
                    .filter(execution -> !execution.state().isTerminal())
                    .ifPresent(execution -> {
                        execution.become(ExecutionState.FAILED);
                        listener.taskFailed(Tasks.failure(failure, execution));
                    });
        }
        checkTerminated();
    }

    /** Takes note of a change in the life of a task; changes that were overtaken by others are left out. */
    void update(TaskStatus status) {
        Execution execution = executions.find(status.execution()).orElse(null);
        if (execution == null || !execution.state().canBecome(status.state())) {
            LOG.debug("The change {} was overtaken.", status);
            return;
        }
        boolean wanted = execution.state() == ExecutionState.CANCELING;
        execution.report(status.io());
        execution.become(status.state());
        LOG.debug("Task {} is {}.", execution.taskName(), status.state());
        switch (status.state()) {
            case RUNNING -> listener.taskRuns(execution.id());
            case FAILED -> {
                if (wanted) {
                    LOG.info(
                            "Task {} failed while it was canceled: {}",
                            execution.taskName(),
                            status.failure().describe());
                }
                listener.taskFailed(status.failure());
            }
            case CANCELED -> {
                if (!wanted) {
                    listener.taskFailed(Tasks.canceledByItself(execution));
                }
            }
            case CREATED, DEPLOYING, CANCELING, FINISHED -> {
                // Nothing follows from these but what follows from any change.
            }
        }
        checkTerminated();
    }

    /** Takes note of the progress of tasks. */
    void report(List<TaskReport> reports) {
        for (TaskReport report : reports) {
            executions
                    .find(report.execution())
                    .filter(execution -> !execution.state().isTerminal())
                    .ifPresent(execution -> execution.report(report.io()));
        }
    }

    /** Forgets the slots of a TaskManager and counts its tasks as failed; returns whether the job misses anything. */
    boolean taskManagerLost(TaskManagerId taskManager, FailureInfo cause) {
        slots.values().removeIf(slot -> slot.location().id().equals(taskManager));
        if (!executions.dependsOn(taskManager)) {
            return false;
        }
        executions
                .all()
                .filter(execution -> execution.slot() != null
                        && execution.slot().location().id().equals(taskManager)
                        && !execution.state().isTerminal())
                .forEach(execution -> execution.become(ExecutionState.FAILED));
        listener.taskFailed(cause);
        checkTerminated();
        return true;
    }

    /** Cancels all tasks that have not ended. */
    void cancel() {
        Map<TaskManagerId, List<ExecutionId>> byTaskManager = new LinkedHashMap<>();
        for (Execution execution : executions.all().toList()) {
            if (execution.state() == ExecutionState.CREATED) {
                execution.become(ExecutionState.CANCELED);
            } else if (execution.state().canBecome(ExecutionState.CANCELING)) {
                execution.become(ExecutionState.CANCELING);
                byTaskManager
                        .computeIfAbsent(execution.slot().location().id(), id -> new ArrayList<>())
                        .add(execution.id());
            }
        }
        byTaskManager.forEach(this::cancel);
        checkTerminated();
    }

    /** A call that was not answered in time is made again: as long as the TaskManager is not lost, it has to cancel. */
    private void cancel(TaskManagerId taskManager, List<ExecutionId> tasks) {
        calls.cancel(taskManager, tasks).whenComplete((done, failure) -> {
            List<ExecutionId> left = tasks.stream()
                    .filter(task -> executions
                            .find(task)
                            .filter(execution -> !execution.state().isTerminal())
                            .isPresent())
                    .toList();
            if (!left.isEmpty() && failure != null && Failures.describe(failure).code() == ErrorCode.TIMEOUT) {
                LOG.warn("TaskManager {} did not answer a call to cancel tasks; it is called again.", taskManager);
                cancel(taskManager, left);
            }
        });
    }

    private void checkTerminated() {
        if (executions.isTerminated()) {
            listener.tasksTerminated();
        }
    }
}

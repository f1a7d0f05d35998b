package io.weir.runtime.jobmanager;

import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.HeldTask;
import io.weir.runtime.protocol.SlotRequirement;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskReport;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.TaskStatus;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.util.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the slots of a job, sends its tasks there once all slots have come, follows the tasks' lives and cancels them.
 * Tasks that start again go to the slots they had, or to others if those are lost.
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
    private StagedSlots staged; // null if all runs at the same time
    private Function<Execution, TaskRestore> restores;
    private final Map<AllocationId, AssignedSlot> slots = new LinkedHashMap<>();

    /** What has taken the place of slots that were lost. */
    private final Map<AllocationId, AssignedSlot> replacements = new HashMap<>();

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

        /** Tasks failed for one reason. */
        void tasksFailed(List<TaskInstance> failed, FailureInfo failure);

        /** A task has ended, or several have. */
        void tasksEnded();
    }

    JobScheduler(ExecutionGraph executions, List<BlobKey> jars, Calls calls, Listener listener) {
        this.executions = executions;
        this.jars = jars;
        this.calls = calls;
        this.listener = listener;
        this.requiredSlots = executions.graph().requiredSlots();
        this.staged = executions.graph().runsInStages() ? new StagedSlots(executions) : null;
    }

    /** Says how many slots the job needs, and to whom they are to be offered. */
    SlotRequirement requirement(RpcAddress jobManager, FencingToken token) {
        int least = staged == null ? requiredSlots : staged.least();
        return new SlotRequirement(executions.jobId(), requiredSlots, least, jobManager, token);
    }

    /** Returns whether the job can run in stages although it is not to. */
    boolean mayRunInStages() {
        return executions.graph().mayRunInStages();
    }

    /** Lets a job of which nothing was sent run in stages, with as many slots as there are. */
    void runInStages() {
        executions.runInStages();
        staged = new StagedSlots(executions);
    }

    int requiredSlots() {
        return requiredSlots;
    }

    int assignedSlots() {
        return slots.size();
    }

    /** Returns whether tasks can be sent, and are not: what they read has become complete. */
    boolean hasNextStage() {
        return !executions.deployable().isEmpty();
    }

    /** Returns whether tasks run in slots that others can have after them. */
    boolean takesTurns() {
        return staged != null && !executions.allAttempts().allMatch(Execution::isOver);
    }

    /** Returns whether tasks that can be sent get no slots although none is in use. */
    boolean lacksSlots() {
        return !hasAllSlots() && !takesTurns();
    }

    /** Returns whether there are slots for tasks that can be sent and were not: for all, or in stages for some. */
    boolean hasAllSlots() {
        if (staged != null) {
            return !staged.find(slots.values()).isEmpty();
        }
        Set<AllocationId> missing = new HashSet<>();
        for (Execution execution : executions.deployable()) {
            if (execution.slot() == null) {
                return slots.size() >= requiredSlots;
            }
            AssignedSlot wanted = currentSlot(execution);
            if (!slots.containsKey(wanted.allocation())) {
                missing.add(wanted.allocation());
            }
        }
        return missing.size() <= spareSlots().size();
    }

    /** Returns the slot that a task had, or what has taken its place. */
    private AssignedSlot currentSlot(Execution execution) {
        AssignedSlot slot = execution.slot();
        while (replacements.containsKey(slot.allocation())) {
            slot = replacements.get(slot.allocation());
        }
        return slot;
    }

    /** Returns the slots that no task has or has had. */
    private Deque<AssignedSlot> spareSlots() {
        Set<AllocationId> used = executions
                .all()
                .filter(execution -> execution.slot() != null)
                .map(execution -> currentSlot(execution).allocation())
                .collect(Collectors.toSet());
        return slots.values().stream()
                .filter(slot -> !used.contains(slot.allocation()))
                .collect(Collectors.toCollection(ArrayDeque::new));
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

    /** Takes a task that runs already, or has finished, with its slot. */
    void adopt(HeldTask task, TaskManagerLocation location) {
        AssignedSlot slot =
                slots.computeIfAbsent(task.allocation(), allocation -> new AssignedSlot(allocation, location));
        executions.adopt(task, slot);
    }

    /**
     * Sends the tasks to their slots that can be sent and have not been.
     *
     * @param restores says what an attempt starts from
     */
    void deploy(Function<Execution, TaskRestore> restores) {
        this.restores = restores;
        Set<Execution> waiting = staged == null ? assignSlots() : assignFreeSlots();
        TaskWiring wiring = new TaskWiring(executions, jars, restores);
        Map<TaskManagerId, List<TaskSpec>> byTaskManager = new LinkedHashMap<>();
        for (JobVertex vertex : executions.graph().vertices()) {
            for (Execution execution : executions.of(vertex.id())) {
                if (waiting.contains(execution)) {
                    execution.become(ExecutionState.DEPLOYING);
                    byTaskManager
                            .computeIfAbsent(execution.slot().location().id(), id -> new ArrayList<>())
                            .add(wiring.specOf(vertex, execution));
                }
            }
        }
        byTaskManager.forEach(
                (taskManager, tasks) -> calls.deploy(taskManager, tasks).whenComplete((done, failure) -> {
                    if (failure != null) {
                        deploymentFailed(taskManager, tasks, failure);
                    }
                }));
    }

    /** Starts a slow task of a job that runs in stages a second time on another TaskManager, if there is a slot. */
    void startAgain(Execution slow) {
        staged.spareFor(slow, slots.values()).ifPresent(slot -> {
            TaskManagerId taskManager = slot.location().id();
            LOG.info(
                    "Task {} takes long on {}: a second attempt begins on {}.",
                    slow.taskName(),
                    slow.slot().location().id(),
                    taskManager);
            Execution rival = executions.rivals().begin(slow, slot);
            JobVertex vertex = executions.verticesOf(Set.of(slow.instance())).get(0);
            TaskSpec task = new TaskWiring(executions, jars, restores).specOf(vertex, rival);
            calls.deploy(taskManager, List.of(task)).whenComplete((done, failure) -> {
                if (failure != null && rival.state() == ExecutionState.DEPLOYING) {
                    LOG.info("The second attempt of {} could not begin: {}", slow.taskName(), failure.getMessage());
                    calls.cancel(taskManager, List.of(rival.id()));
                    executions.rivals().drop(rival);
                }
            });
        });
    }

    /**
     * At the first time all tasks get their slots. After that they want the slots they had;
     * what takes the place of a lost slot does so for all that had it.
     */
    private Set<Execution> assignSlots() {
        Set<Execution> waiting = new HashSet<>(executions.deployable());
        if (waiting.stream().anyMatch(execution -> execution.slot() == null)) {
            Map<VertexId, List<AssignedSlot>> assignment =
                    SlotAssignment.assign(executions.graph(), List.copyOf(slots.values()));
            executions
                    .all()
                    .forEach(execution -> execution.assign(assignment
                            .get(execution.id().vertex())
                            .get(execution.id().subtask())));
            return waiting;
        }
        Deque<AssignedSlot> spare = spareSlots();
        for (Execution execution : waiting) {
            AssignedSlot wanted = currentSlot(execution);
            if (!slots.containsKey(wanted.allocation())) {
                replacements.put(wanted.allocation(), spare.remove());
            }
            execution.assign(currentSlot(execution));
        }
        return waiting;
    }

    private Set<Execution> assignFreeSlots() {
        Map<Execution, AssignedSlot> found = staged.find(slots.values());
        found.forEach(Execution::assign);
        return found.keySet();
    }

    private void deploymentFailed(TaskManagerId taskManager, List<TaskSpec> tasks, Throwable cause) {
        List<Execution> failed = tasks.stream()
                .flatMap(task -> executions.find(task.execution()).stream())
                .filter(execution -> !execution.state().isTerminal())
                .toList();
        if (failed.isEmpty()) {
            return;
        }
        FailureInfo failure = Tasks.failure(cause, failed.get(0));
        if (failure.code() == ErrorCode.RESOURCES) {
            failed.forEach(execution -> slots.remove(execution.slot().allocation())); // it is not there any more
        }
        // It may have been carried out although it was not answered.
        calls.cancel(taskManager, failed.stream().map(Execution::id).toList());
        fail(failed, failure);
    }

    private void fail(List<Execution> failed, FailureInfo failure) {
        failed.stream()
                .filter(execution -> !execution.state().isTerminal())
                .forEach(execution -> execution.become(ExecutionState.FAILED));
        listener.tasksFailed(failed.stream().map(Execution::instance).toList(), failure);
        listener.tasksEnded();
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
        execution.accumulates(status.accumulated());
        execution.wrote(status.written());
        execution.become(status.state());
        LOG.debug("Task {} is {}.", execution.taskName(), status.state());
        if (executions.rivals() != null) {
            cancel(executions.rivals().changed(execution, status.lost() != null));
        }
        if (!executions.isCurrent(execution)) {
            rivalChanged(execution);
            return;
        }
        switch (status.state()) {
            case RUNNING -> listener.taskRuns(execution.id());
            case FAILED -> {
                if (wanted) {
                    LOG.info(
                            "Task {} failed while it was canceled: {}",
                            execution.taskName(),
                            status.failure().describe());
                }
                if (status.lost() != null) {
                    executions.find(status.lost().producer()).ifPresent(Execution::loseOutput);
                }
                listener.tasksFailed(List.of(execution.instance()), status.failure());
            }
            case CANCELED -> {
                if (!wanted) {
                    listener.tasksFailed(List.of(execution.instance()), Tasks.canceledByItself(execution));
                }
            }
            case CREATED, DEPLOYING, FINISHING, CANCELING, FINISHED -> {
                // Nothing follows from these but what follows from any change.
            }
        }
        if (status.state().isTerminal()) {
            executions.adapt();
            listener.tasksEnded();
        }
    }

    /** What happens to attempts that are not the current ones is of no consequence to the job, but they take slots. */
    private void rivalChanged(Execution rival) {
        if (rival.state() == ExecutionState.RUNNING) {
            listener.taskRuns(rival.id());
        } else if (rival.state().isTerminal()) {
            listener.tasksEnded();
        }
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
        if (executions.rivals() != null) {
            executions.rivals().lose(taskManager);
        }
        List<Execution> failed = executions.lose(taskManager);
        if (failed.isEmpty()) {
            return false;
        }
        fail(failed, cause);
        return true;
    }

    /** Cancels all tasks that have not ended. */
    void cancel() {
        if (executions.rivals() != null) {
            cancel(executions.rivals().giveUp(executions.all().toList()));
        }
        cancel(executions
                .all()
                .filter(execution -> !execution.state().isTerminal())
                .toList());
        listener.tasksEnded();
    }

    /**
     * Cancels those of some tasks that have not ended; those that were not sent yet have ended by that. What those have
     * left that have finished is given up, too.
     */
    void cancel(Collection<Execution> tasks) {
        List<Execution> all = new ArrayList<>(tasks);
        if (executions.rivals() != null) {
            all.addAll(executions.rivals().giveUp(tasks));
        }
        Map<TaskManagerId, List<ExecutionId>> byTaskManager = new LinkedHashMap<>();
        for (Execution execution : all) {
            if (execution.state() == ExecutionState.CREATED) {
                execution.become(ExecutionState.CANCELED);
            } else if (!execution.isLeftOut()
                    && execution.state() != ExecutionState.CANCELING
                    && execution.state() != ExecutionState.FAILED
                    && execution.state() != ExecutionState.CANCELED) {
                if (execution.state() != ExecutionState.FINISHED) {
                    execution.become(ExecutionState.CANCELING);
                }
                byTaskManager
                        .computeIfAbsent(execution.slot().location().id(), id -> new ArrayList<>())
                        .add(execution.id());
            }
        }
        byTaskManager.forEach(this::cancel);
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
}

package io.weir.runtime.taskmanager;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.SlotReport;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The slots of a TaskManager. Every change raises the version, so that the ResourceManager can put reports in order.
 *
 * <p>Thread: the TaskManager's main thread. Life: that of the TaskManager.
 */
final class SlotTable {
    private final TaskManagerId taskManager;
    private final List<TaskSlot> slots;
    private long version;

    SlotTable(TaskManagerId taskManager, int count) {
        this.taskManager = taskManager;
        this.slots = IntStream.range(0, count).mapToObj(TaskSlot::new).toList();
    }

    /** Gives a free slot to a job; returns the version that shows it. */
    long allocate(AllocationId allocation, JobId job) {
        TaskSlot free = slots.stream()
                .filter(slot -> slot.state() == TaskSlot.State.FREE)
                .findFirst()
                .orElseThrow(() -> new WeirException(
                        ErrorCode.RESOURCES, "All " + slots.size() + " slots of " + taskManager + " are in use."));
        free.allocate(allocation, job);
        return ++version;
    }

    /** Finds the slot that a job has under a name. */
    Optional<TaskSlot> find(AllocationId allocation) {
        return slots.stream()
                .filter(slot ->
                        slot.state() != TaskSlot.State.FREE && slot.allocation().equals(allocation))
                .findFirst();
    }

    /** Returns the slot that a task is meant for; fails with RESOURCES if its job does not have it any more. */
    TaskSlot require(TaskSpec task) {
        return find(task.allocation())
                .filter(slot -> slot.state() == TaskSlot.State.ALLOCATED
                        && slot.job().equals(task.execution().job()))
                .orElseThrow(() -> new WeirException(
                        ErrorCode.RESOURCES,
                        "The slot for " + task.taskName() + " on " + taskManager + " is not there any more."));
    }

    /** Takes a slot from its job. */
    void release(TaskSlot slot) {
        slot.release();
        version++;
    }

    /** A task has ended; returns whether a slot has become free by that. */
    boolean taskEnded(AllocationId allocation, ExecutionId task) {
        TaskSlot slot = find(allocation).orElse(null);
        if (slot == null) {
            return false;
        }
        slot.remove(task);
        if (slot.state() == TaskSlot.State.FREE) {
            version++;
            return true;
        }
        return false;
    }

    /** Returns the slots that a job has, or has had and whose tasks have not ended. */
    List<TaskSlot> of(JobId job) {
        return slots.stream()
                .filter(slot ->
                        slot.state() != TaskSlot.State.FREE && slot.job().equals(job))
                .toList();
    }

    SlotReport report() {
        return new SlotReport(
                taskManager,
                version,
                slots.size(),
                slots.stream()
                        .filter(slot -> slot.state() != TaskSlot.State.FREE)
                        .map(slot -> new SlotReport.Allocation(slot.allocation(), slot.job()))
                        .toList());
    }
}

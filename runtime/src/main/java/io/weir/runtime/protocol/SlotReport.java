package io.weir.runtime.protocol;

import io.weir.execution.JobId;
import java.util.List;

/**
 * What a TaskManager's slots are used for: its sign of life for the ResourceManager.
 *
 * @param taskManager the TaskManager
 * @param version grows with every change, so that a report that was overtaken is known as old
 * @param slots how many slots it has
 * @param allocations those in use
 */
public record SlotReport(TaskManagerId taskManager, long version, int slots, List<Allocation> allocations) {
    /** Takes a copy of the list. */
    public SlotReport {
        allocations = List.copyOf(allocations);
    }

    /**
     * A slot in use.
     *
     * @param id the use
     * @param job the job that uses it
     */
    public record Allocation(AllocationId id, JobId job) {}
}

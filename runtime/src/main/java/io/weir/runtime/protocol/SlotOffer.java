package io.weir.runtime.protocol;

import io.weir.runtime.rpc.RpcAddress;
import java.util.List;
import java.util.Objects;

/**
 * The slots that a TaskManager offers to a job.
 *
 * @param location the TaskManager, as other tasks reach it
 * @param address where the TaskManager takes calls
 * @param allocations the slots
 */
public record SlotOffer(TaskManagerLocation location, RpcAddress address, List<AllocationId> allocations) {
    /** Takes a copy of the list. */
    public SlotOffer {
        Objects.requireNonNull(location, "location is null");
        allocations = List.copyOf(allocations);
    }
}

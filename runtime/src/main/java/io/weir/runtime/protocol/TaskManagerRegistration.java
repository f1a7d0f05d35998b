package io.weir.runtime.protocol;

import io.weir.runtime.rpc.RpcAddress;
import java.util.Objects;

/**
 * How a TaskManager introduces itself to the ResourceManager.
 *
 * @param location the TaskManager, as other tasks reach it
 * @param address where it takes calls
 * @param report its slots; not empty of allocations if it registers again
 * @param processMemory the memory of its process in bytes
 */
public record TaskManagerRegistration(
        TaskManagerLocation location, RpcAddress address, SlotReport report, long processMemory) {
    /** Checks that nothing is missing. */
    public TaskManagerRegistration {
        Objects.requireNonNull(location, "location is null");
        Objects.requireNonNull(address, "address is null");
        Objects.requireNonNull(report, "report is null");
    }
}

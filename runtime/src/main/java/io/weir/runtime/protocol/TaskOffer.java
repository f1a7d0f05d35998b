package io.weir.runtime.protocol;

import io.weir.runtime.rpc.RpcAddress;
import java.util.List;
import java.util.Objects;

/**
 * What a TaskManager has of a job whose JobManager was lost.
 *
 * @param location the TaskManager, as other tasks reach it
 * @param address where the TaskManager takes calls
 * @param allocations the slots that the job has there
 * @param tasks the newest attempts there of its tasks, those that have ended included
 * @param lastCheckpoint the highest number of a checkpoint or savepoint that it was told to take; 0 if there was none
 */
public record TaskOffer(
        TaskManagerLocation location,
        RpcAddress address,
        List<AllocationId> allocations,
        List<HeldTask> tasks,
        long lastCheckpoint) {
    /** Takes copies of the lists. */
    public TaskOffer {
        Objects.requireNonNull(location, "location is null");
        allocations = List.copyOf(allocations);
        tasks = List.copyOf(tasks);
    }
}

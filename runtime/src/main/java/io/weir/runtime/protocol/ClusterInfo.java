package io.weir.runtime.protocol;

import java.util.List;

/**
 * What a cluster consists of.
 *
 * @param version the version of the engine
 * @param taskManagers the registered TaskManagers
 * @param pendingWorkers how many TaskManager processes were asked for and have not registered
 * @param problem why the last TaskManager process could not be started; empty if there is no such problem
 */
public record ClusterInfo(String version, List<TaskManagerInfo> taskManagers, int pendingWorkers, String problem) {
    /** Takes a copy of the list. */
    public ClusterInfo {
        taskManagers = List.copyOf(taskManagers);
    }

    /** Returns how many slots the registered TaskManagers have. */
    public int slots() {
        return taskManagers.stream().mapToInt(TaskManagerInfo::slots).sum();
    }

    /** Returns how many of them are free. */
    public int freeSlots() {
        return taskManagers.stream().mapToInt(TaskManagerInfo::freeSlots).sum();
    }

    /**
     * A TaskManager.
     *
     * @param location the TaskManager
     * @param slots how many slots it has
     * @param freeSlots how many of them are free
     * @param processMemory the memory of its process in bytes
     */
    public record TaskManagerInfo(TaskManagerLocation location, int slots, int freeSlots, long processMemory) {}
}

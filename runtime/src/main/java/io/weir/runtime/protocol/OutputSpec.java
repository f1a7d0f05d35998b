package io.weir.runtime.protocol;

import java.util.List;

/**
 * One output of a task.
 *
 * @param partition what the task makes there
 * @param consumers where each of its parts is read, by number of the part
 */
public record OutputSpec(PartitionId partition, List<TaskManagerLocation> consumers) {
    /** Takes a copy of the list. */
    public OutputSpec {
        consumers = List.copyOf(consumers);
    }
}

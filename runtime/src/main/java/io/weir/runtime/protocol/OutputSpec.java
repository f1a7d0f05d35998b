package io.weir.runtime.protocol;

import io.weir.runtime.jobgraph.ExchangeKind;
import java.util.List;

/**
 * One output of a task.
 *
 * @param partition what the task makes there
 * @param kind when it is read
 * @param parts how many consumers there are
 * @param consumers where each of its parts is read, by number of the part; none if nobody knows yet, because it is read later
 */
public record OutputSpec(PartitionId partition, ExchangeKind kind, int parts, List<TaskManagerLocation> consumers) {
    /** Takes a copy of the list. */
    public OutputSpec {
        consumers = List.copyOf(consumers);
    }

    /** Creates an output that is read while it is made. */
    public OutputSpec(PartitionId partition, List<TaskManagerLocation> consumers) {
        this(partition, ExchangeKind.PIPELINED, consumers.size(), consumers);
    }

    /** Returns whether it is read when it is complete. */
    public boolean isBlocking() {
        return kind == ExchangeKind.BLOCKING;
    }

    /** Creates an output that is read when it is complete. */
    public static OutputSpec blocking(PartitionId partition, int parts) {
        return new OutputSpec(partition, ExchangeKind.BLOCKING, parts, List.of());
    }
}

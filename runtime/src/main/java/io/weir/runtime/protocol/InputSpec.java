package io.weir.runtime.protocol;

import java.util.List;

/**
 * One input of a task.
 *
 * @param channels where its channels come from, in the order of the producing instances
 */
public record InputSpec(List<ChannelSource> channels) {
    /** Takes a copy of the list. */
    public InputSpec {
        channels = List.copyOf(channels);
    }

    /**
     * Where one channel comes from.
     *
     * @param partition what the producer makes
     * @param subpartition the part of it that is meant for this task
     * @param producer where it is made
     */
    public record ChannelSource(PartitionId partition, int subpartition, TaskManagerLocation producer) {}
}

package io.weir.runtime.protocol;

import io.weir.runtime.jobgraph.VertexId;
import java.util.List;

/**
 * A task that a TaskManager kept when its JobManager was lost: all that the next one needs to go on with it.
 *
 * @param execution the task
 * @param allocation the slot it has
 * @param state what became of it
 * @param io what it took in and gave out so far
 * @param accumulated what its functions have accumulated, as in {@link TaskStatus}
 * @param startedFrom the checkpoint that it started from; {@link TaskRestore#NOTHING} if there was none
 * @param producers whose output it reads
 * @param splitsSince the checkpoint since which all splits are told that it was given; {@link #UNKNOWN} if they were too
 *     many
 * @param splits the splits
 */
public record HeldTask(
        ExecutionId execution,
        AllocationId allocation,
        ExecutionState state,
        TaskIo io,
        byte[] accumulated,
        long startedFrom,
        List<Producers> producers,
        long splitsSince,
        List<GivenSplits> splits) {
    /** Later than any checkpoint: it is not known which splits the task was given. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    /** Takes copies of the lists. */
    public HeldTask {
        producers = List.copyOf(producers);
        splits = List.copyOf(splits);
    }

    /** Returns the task as it is after a change. */
    public HeldTask after(TaskStatus status) {
        return new HeldTask(
                execution,
                allocation,
                status.state(),
                status.io(),
                status.accumulated(),
                startedFrom,
                producers,
                splitsSince,
                splits);
    }

    /**
     * The instances of a vertex whose output a task reads.
     *
     * @param vertex the vertex
     * @param lowestAttempt the lowest number of an attempt among them
     * @param highestAttempt the highest
     */
    public record Producers(VertexId vertex, int lowestAttempt, int highestAttempt) {}

    /**
     * Splits that a task was given.
     *
     * @param after the last checkpoint that its TaskManager had been told to take by then
     * @param version the version of their serializer
     * @param splits serialized splits
     */
    public record GivenSplits(long after, int version, List<byte[]> splits) {
        /** Takes a copy of the list. */
        public GivenSplits {
            splits = List.copyOf(splits);
        }
    }
}

package io.weir.runtime.graph;

import io.weir.functions.OutputTag;
import io.weir.plan.Partitioning;
import java.util.Optional;

/**
 * The way of records from one operator to another. A value.
 *
 * @param source the id of the node that produces
 * @param sideOutput which side output of the source is taken; empty for its main output
 * @param target the id of the node that consumes
 * @param input which input of the target it feeds, from 0
 * @param bufferTimeoutMillis how long a record may wait in an open frame: 0 sends each record at once, -1 waits for full
 *     frames
 * @param partitioning how records are distributed; empty if the program did not say and it is not resolved yet
 */
record StreamEdge(
        int source,
        Optional<OutputTag<?>> sideOutput,
        int target,
        int input,
        long bufferTimeoutMillis,
        Optional<Partitioning<?>> partitioning) {
    /** The first of the inputs that functions ask for by name, behind those that records are taken of one by one. */
    static final int FIRST_BROADCAST = 2;

    /** Returns whether the target's function asks for all of the records by name. */
    boolean isBroadcastSet() {
        return input >= FIRST_BROADCAST;
    }

    /** Makes an edge from the main output of one node to the only input of another. */
    StreamEdge(int source, int target, long bufferTimeoutMillis, Optional<Partitioning<?>> partitioning) {
        this(source, Optional.empty(), target, 0, bufferTimeoutMillis, partitioning);
    }

    StreamEdge with(Partitioning<?> resolved) {
        return new StreamEdge(source, sideOutput, target, input, bufferTimeoutMillis, Optional.of(resolved));
    }

    /** Returns whether the edge takes the result of an iteration that its source begins. */
    boolean leavesIteration(StreamNode from) {
        return sideOutput.isPresent() && from.iteration() != null;
    }

    boolean isForward() {
        return partitioning.filter(Partitioning.Forward.class::isInstance).isPresent();
    }
}

package io.weir.runtime.graph;

import io.weir.plan.Partitioning;
import java.util.Optional;

/**
 * The way of records from one operator to another. A value.
 *
 * @param source the id of the node that produces
 * @param target the id of the node that consumes
 * @param bufferTimeoutMillis how long a record may wait in an open frame: 0 sends each record at once, -1 waits for full
 *     frames
 * @param partitioning how records are distributed; empty if the program did not say and it is not resolved yet
 */
record StreamEdge(int source, int target, long bufferTimeoutMillis, Optional<Partitioning<?>> partitioning) {
    StreamEdge with(Partitioning<?> resolved) {
        return new StreamEdge(source, target, bufferTimeoutMillis, Optional.of(resolved));
    }

    boolean isForward() {
        return partitioning.filter(Partitioning.Forward.class::isInstance).isPresent();
    }
}

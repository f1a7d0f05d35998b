package io.weir.runtime.failover;

import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionId;

/**
 * A parallel instance of a vertex, whichever attempt of it.
 *
 * @param vertex the vertex
 * @param subtask the instance, from 0
 */
public record TaskInstance(VertexId vertex, int subtask) {
    /**
     * Returns the instance that an attempt is one of.
     *
     * @param execution the attempt
     * @return the instance
     */
    public static TaskInstance of(ExecutionId execution) {
        return new TaskInstance(execution.vertex(), execution.subtask());
    }
}

package io.weir.runtime.jobgraph;

import java.util.List;

/**
 * A chain of operators that runs in one task per parallel instance. What holds user classes is bytes, which only the
 * program's class loader can read.
 *
 * @param id the vertex
 * @param name the names of its operators
 * @param parallelism the number of instances
 * @param maxParallelism the number of key groups
 * @param slotSharingGroup the group of vertices whose instances may share a slot
 * @param chain a serialized {@code io.weir.runtime.operators.ChainSpec}
 * @param source a serialized {@link io.weir.connector.Source}, whose enumerator the JobManager runs; empty if none
 * @param committers serialized {@link io.weir.connector.OutputCommitter}s, which the JobManager runs
 */
public record JobVertex(
        VertexId id,
        String name,
        int parallelism,
        int maxParallelism,
        String slotSharingGroup,
        byte[] chain,
        byte[] source,
        List<byte[]> committers) {
    /** Takes a copy of the list. */
    public JobVertex {
        committers = List.copyOf(committers);
    }
}

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
 * @param cleaners serialized {@link io.weir.connector.OutputCleaner}s, which the JobManager runs
 * @param operators the operators of the chain, the head first
 * @param kept whether checkpoints keep what its instances hold; if not, there is none before all of them have finished
 */
public record JobVertex(
        VertexId id,
        String name,
        int parallelism,
        int maxParallelism,
        String slotSharingGroup,
        byte[] chain,
        byte[] source,
        List<byte[]> committers,
        List<byte[]> cleaners,
        List<OperatorId> operators,
        boolean kept) {
    /** Takes copies of the lists. */
    public JobVertex {
        committers = List.copyOf(committers);
        cleaners = List.copyOf(cleaners);
        operators = List.copyOf(operators);
    }

    /**
     * Names an operator.
     *
     * @param id what its state is found by
     * @param name the name people see
     * @param uid what the program named it by, of which the id is made; empty if it did not
     */
    public record OperatorId(String id, String name, String uid) {}
}

package io.weir.runtime.protocol;

import io.weir.configuration.Configuration;
import java.util.List;

/**
 * All that a TaskManager needs to run one execution.
 *
 * @param execution the execution
 * @param jobName the name of the job
 * @param taskName the name of the vertex
 * @param parallelism the number of instances of the vertex
 * @param maxParallelism the number of key groups
 * @param allocation the slot it runs in
 * @param chain a serialized {@code io.weir.runtime.operators.ChainSpec}
 * @param inputs its inputs, in the order of the chain's
 * @param outputs its outputs, in the order of the chain's
 * @param configuration the options of the job
 * @param jars what the program's class loader is made of
 * @param restore what it starts from
 * @param share which parts of what was distributed to the vertex it takes; null if that with its own number
 * @param hashedInput which input its first operator hashes, from 0, when all inputs are complete; {@link #AS_PLANNED} if nothing
 *     is known that the planner did not know
 */
public record TaskSpec(
        ExecutionId execution,
        String jobName,
        String taskName,
        int parallelism,
        int maxParallelism,
        AllocationId allocation,
        byte[] chain,
        List<InputSpec> inputs,
        List<OutputSpec> outputs,
        Configuration configuration,
        List<BlobKey> jars,
        TaskRestore restore,
        PartShare share,
        int hashedInput) {
    /** The operator does what it was planned to do. */
    public static final int AS_PLANNED = -1;

    /** Takes copies of the lists. */
    public TaskSpec {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        jars = List.copyOf(jars);
    }

    /** Returns the first part that it takes of what was distributed to the vertex. */
    public int firstPart() {
        return share == null ? execution.subtask() : share.begin();
    }

    /** Returns the part after the last that it takes. */
    public int endPart() {
        return share == null ? execution.subtask() + 1 : share.end();
    }

    /** Returns how many parts there are for the vertex. */
    public int parts() {
        return share == null ? parallelism : share.of();
    }
}

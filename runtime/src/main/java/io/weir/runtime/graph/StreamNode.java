package io.weir.runtime.graph;

import io.weir.plan.ChainingStrategy;
import io.weir.plan.Iteration;
import io.weir.plan.IterationHeadTransformation;
import io.weir.plan.OperatorSettings;
import io.weir.plan.Transformation;
import io.weir.runtime.operators.OperatorSpec;

/**
 * One operator of a {@link StreamGraph}. A value: each step of the translation makes new ones.
 *
 * @param id unique in its graph
 * @param name the name people see
 * @param stateId what its state and its vertex are found by: the same program gives the same each time
 * @param operation the operation of the plan that it stands for
 * @param spec how it is made in its task
 * @param placement where and how often it runs
 */
record StreamNode(
        int id,
        String name,
        String stateId,
        Transformation<?> operation,
        OperatorSpec<?, ?> spec,
        Placement placement) {

    /**
     * Where and how often an operator runs.
     *
     * @param parallelism the number of instances; {@link OperatorSettings#DEFAULT} until it is resolved
     * @param maxParallelism the number of key groups; {@link OperatorSettings#DEFAULT} until it is resolved
     * @param slotSharingGroup the group of operators that may share slots
     * @param chaining whether it may run in one task with its neighbours
     */
    record Placement(int parallelism, int maxParallelism, String slotSharingGroup, ChainingStrategy chaining) {}

    /** Returns the iteration that the operator begins, or null. */
    Iteration iteration() {
        return operation instanceof IterationHeadTransformation<?, ?> head ? head.iteration() : null;
    }

    int parallelism() {
        return placement.parallelism();
    }

    int maxParallelism() {
        return placement.maxParallelism();
    }

    /** Returns whether the operator belongs to the batch part of a program, of which another part may never end. */
    boolean isBatch() {
        return settings().isBatch();
    }

    OperatorSettings<?> settings() {
        return operation.settings();
    }

    StreamNode withParallelism(int parallelism, int maxParallelism) {
        Placement resolved =
                new Placement(parallelism, maxParallelism, placement.slotSharingGroup(), placement.chaining());
        return new StreamNode(id, name, stateId, operation, spec, resolved);
    }

    StreamNode withSpec(OperatorSpec<?, ?> newSpec) {
        return new StreamNode(id, name, stateId, operation, newSpec, placement);
    }
}

package io.weir.runtime.graph;

import io.weir.plan.CoGroupTransformation;
import io.weir.plan.GroupReduceTransformation;
import io.weir.plan.IterationHeadTransformation;
import io.weir.plan.IterationTailTransformation;
import io.weir.plan.JoinTransformation;
import io.weir.plan.Transformation;
import io.weir.runtime.batch.CoGroupOperator;
import io.weir.runtime.batch.GroupReduceOperator;
import io.weir.runtime.batch.HashJoinOperator;
import io.weir.runtime.batch.SortMergeJoinOperator;
import io.weir.runtime.iteration.BulkHeadOperator;
import io.weir.runtime.iteration.TailOperator;
import io.weir.runtime.operators.OperatorSpec;
import java.util.Optional;

/** Knows which operator runs an operation that needs all of its bounded input. Stateless. */
final class BatchSpecs {
    private BatchSpecs() {}

    static <K, T, O> OperatorSpec<T, O> of(GroupReduceTransformation<K, T, O> reduce) {
        return new GroupReduceOperator.Spec<>(
                reduce.keying(),
                reduce.within().orElse(null),
                reduce.function(),
                reduce.input().settings().outputType(),
                1);
    }

    static <K, A, B, O> OperatorSpec<A, O> of(CoGroupTransformation<K, A, B, O> coGroup) {
        return new CoGroupOperator.Spec<>(
                coGroup.keying(),
                coGroup.function(),
                coGroup.first().settings().outputType(),
                coGroup.second().settings().outputType(),
                1);
    }

    static <K, A, B, O> OperatorSpec<A, O> of(JoinTransformation<K, A, B, O> join) {
        return new SortMergeJoinOperator.Spec<>(
                join.keying(),
                join.type(),
                join.function(),
                join.first().settings().outputType(),
                join.second().settings().outputType(),
                1);
    }

    /**
     * Returns what joins by hashing one input.
     *
     * @param join the join
     * @param first whether the first input is hashed, else the second
     */
    static <K, A, B, O> OperatorSpec<A, O> hashing(JoinTransformation<K, A, B, O> join, boolean first) {
        return new HashJoinOperator.Spec<>(
                join.keying(),
                join.type(),
                join.function(),
                join.first().settings().outputType(),
                join.second().settings().outputType(),
                first,
                1);
    }

    static <T, S> OperatorSpec<T, T> of(IterationHeadTransformation<T, S> head) {
        return new BulkHeadOperator.Spec<>(head.settings().outputType(), 1);
    }

    static <T> OperatorSpec<T, T> of(IterationTailTransformation<T> tail) {
        return new TailOperator.Spec<>(tail.role(), tail.input().settings().outputType(), 1);
    }

    /** Returns the iteration with whose head an operation shares memory, if there is one. */
    static Optional<Integer> placedWithHead(Transformation<?> operation) {
        return operation instanceof IterationTailTransformation<?> tail
                ? Optional.of(tail.iteration().id())
                : Optional.empty();
    }
}

package io.weir.runtime.graph;

import io.weir.functions.GroupCombineFunction;
import io.weir.plan.BroadcastConnection;
import io.weir.plan.CoGroupTransformation;
import io.weir.plan.ConnectTransformation;
import io.weir.plan.CrossTransformation;
import io.weir.plan.GroupCombineTransformation;
import io.weir.plan.GroupReduceTransformation;
import io.weir.plan.JoinTransformation;
import io.weir.plan.MapPartitionTransformation;
import io.weir.plan.OperatorSettings;
import io.weir.plan.SortTransformation;
import io.weir.plan.Transformation;
import io.weir.runtime.batch.BroadcastFirstOperator;
import io.weir.runtime.batch.CoGroupOperator;
import io.weir.runtime.batch.CrossOperator;
import io.weir.runtime.batch.GroupCombineOperator;
import io.weir.runtime.batch.GroupReduceOperator;
import io.weir.runtime.batch.HashJoinOperator;
import io.weir.runtime.batch.MapPartitionOperator;
import io.weir.runtime.batch.PairsInOrder;
import io.weir.runtime.batch.SortMergeJoinOperator;
import io.weir.runtime.batch.SortOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import java.util.Optional;

/** Knows which operator runs an operation that needs all of its bounded input. Stateless. */
final class BatchSpecs {
    private BatchSpecs() {}

    /** Returns the operator of an operation that needs all of its bounded input. */
    static OperatorSpec<?, ?> specOf(Transformation<?> operation) {
        if (operation instanceof GroupReduceTransformation<?, ?, ?> reduce) {
            return of(reduce);
        }
        if (operation instanceof GroupCombineTransformation<?, ?, ?> combine) {
            return of(combine);
        }
        if (operation instanceof CoGroupTransformation<?, ?, ?, ?> coGroup) {
            return of(coGroup);
        }
        if (operation instanceof JoinTransformation<?, ?, ?, ?> join) {
            return of(join);
        }
        if (operation instanceof MapPartitionTransformation<?, ?> map) {
            return of(map);
        }
        if (operation instanceof SortTransformation<?> sort) {
            return of(sort);
        }
        if (operation instanceof CrossTransformation<?, ?, ?> cross) {
            return of(cross);
        }
        throw new IllegalArgumentException("No operator runs " + operation);
    }

    /**
     * Lets an operator have the whole of a broadcast stream before it takes records of the other one; nothing if it has none.
     *
     * @param node the operator
     */
    static Optional<OperatorSpec<?, ?>> broadcastFirst(StreamNode node) {
        return node.operation() instanceof ConnectTransformation<?, ?, ?, ?> connect
                        && connect.function() instanceof BroadcastConnection
                ? Optional.of(broadcastFirst(connect, node.spec()))
                : Optional.empty();
    }

    @SuppressWarnings("unchecked") // the spec is that of the operation
    private static <K, A, B, O> OperatorSpec<A, O> broadcastFirst(
            ConnectTransformation<K, A, B, O> connect, OperatorSpec<?, ?> spec) {
        return new BroadcastFirstOperator.Spec<>(
                (OperatorSpec<A, O>) spec, connect.first().settings().outputType(), 1);
    }

    static <K, T, O> OperatorSpec<T, O> of(GroupReduceTransformation<K, T, O> reduce) {
        return new GroupReduceOperator.Spec<>(
                reduce.keying(),
                reduce.within().orElse(null),
                reduce.function(),
                reduce.input().settings().outputType(),
                1);
    }

    /**
     * Returns what can combine the records of a key before they travel to what reduces them; nothing if the function cannot.
     */
    static <K, T, O> Optional<OperatorSpec<?, ?>> combining(GroupReduceTransformation<K, T, O> reduce) {
        // Broadcast sets come to the reduce only.
        if (!(reduce.function() instanceof GroupCombineFunction<?, ?> function)
                || !reduce.settings().broadcastInputs().isEmpty()) {
            return Optional.empty();
        }
        TypeInformation<T> type = reduce.input().settings().outputType();
        TypeInformation<?> combined = TypeExtractor.resultType(function, GroupCombineFunction.class, 1, type);
        return combined.equals(type) || combined.isUnknown()
                ? Optional.of(of(combinerOf(reduce, reduce.settings().id(), "Combine")))
                : Optional.empty();
    }

    /**
     * Returns the operation that combines before a reduce.
     *
     * @param reduce has a function that can combine
     * @param id of the operation
     * @param name of the operation
     */
    @SuppressWarnings("unchecked") // combining() has looked at the types
    static <K, T, O> GroupCombineTransformation<K, T, T> combinerOf(
            GroupReduceTransformation<K, T, O> reduce, int id, String name) {
        OperatorSettings<T> settings =
                new OperatorSettings<>(id, name, reduce.input().settings().outputType());
        settings.setBatch();
        return new GroupCombineTransformation<>(
                settings, reduce.input(), reduce.keying(), reduce.within(), (GroupCombineFunction<T, T>)
                        reduce.function());
    }

    static <K, T, O> OperatorSpec<T, O> of(GroupCombineTransformation<K, T, O> combine) {
        return new GroupCombineOperator.Spec<>(
                combine.keying(),
                combine.within().orElse(null),
                combine.function(),
                combine.input().settings().outputType(),
                1);
    }

    static <T, O> OperatorSpec<T, O> of(MapPartitionTransformation<T, O> map) {
        return new MapPartitionOperator.Spec<>(
                map.function(), map.input().settings().outputType());
    }

    static <T> OperatorSpec<T, T> of(SortTransformation<T> sort) {
        return new SortOperator.Spec<>(sort.ordering(), sort.settings().outputType(), 1);
    }

    static <A, B, O> OperatorSpec<A, O> of(CrossTransformation<A, B, O> cross) {
        return new CrossOperator.Spec<>(
                cross.function(),
                cross.first().settings().outputType(),
                cross.second().settings().outputType(),
                cross.broadcastsFirst(),
                1);
    }

    static <K, A, B, O> OperatorSpec<A, O> of(CoGroupTransformation<K, A, B, O> coGroup) {
        return new CoGroupOperator.Spec<>(
                coGroup.keying(),
                coGroup.function(),
                coGroup.first().settings().outputType(),
                coGroup.second().settings().outputType(),
                PairsInOrder.NONE,
                1);
    }

    static <K, A, B, O> OperatorSpec<A, O> of(JoinTransformation<K, A, B, O> join) {
        return new SortMergeJoinOperator.Spec<>(
                join.keying(),
                join.type(),
                join.function(),
                join.first().settings().outputType(),
                join.second().settings().outputType(),
                PairsInOrder.NONE,
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
                false,
                1);
    }
}

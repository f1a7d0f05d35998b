package io.weir.runtime.batch;

import io.weir.functions.FlatJoinFunction;
import io.weir.plan.CoKeying;
import io.weir.plan.JoinType;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.types.TypeInformation;
import java.util.List;

/**
 * Gives each pair of records with equal keys of two inputs to a function, after sorting both. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public final class SortMergeJoinOperator<K, A, B, O>
        extends SortedPairsOperator<FlatJoinFunction<A, B, O>, K, A, B, O> {
    /** Which part of its memory is for records of one key. */
    private static final double OF_GROUPS = 0.2;

    private final GroupJoin<A, B, O> groups;

    private SortMergeJoinOperator(OperatorContext context, Spec<K, A, B, O> spec, Output<O> output) {
        super(
                context,
                spec.function(),
                new Inputs<>(spec.first(), spec.second(), spec.keying(), spec.inOrder()),
                spec.share() * (1 - OF_GROUPS),
                output);
        this.groups = new GroupJoin<>(
                spec.joinType(),
                spec.function(),
                collector,
                new GroupJoin.Formats<>(
                        RecordFormat.of(context, spec.first()), RecordFormat.of(context, spec.second())),
                context.managedMemory().budget(spec.share() * OF_GROUPS));
    }

    @Override
    void call(SortedPairs<K, A, B> pair) throws Exception {
        groups.join(pair.first(), pair.second());
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            context.counter(Sorters.SPILLED).add(groups.spilledBytes());
            groups.close();
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the keys are found
     * @param joinType what becomes of records without a match
     * @param function the user's function
     * @param first the type of the first input
     * @param second the type of the second input
     * @param inOrder which inputs come in the order of their keys
     * @param share which part of the slot's managed memory it may take
     * @param <K> the type of the keys
     * @param <A> the type of the first input
     * @param <B> the type of the second input
     * @param <O> the type of the output
     */
    public record Spec<K, A, B, O>(
            CoKeying<K, A, B> keying,
            JoinType joinType,
            FlatJoinFunction<A, B, O> function,
            TypeInformation<A> first,
            TypeInformation<B> second,
            PairsInOrder inOrder,
            double share)
            implements ManagedMemoryUser<A, O>, OrderUser {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<K, A, B, O> withShare(double newShare) {
            return new Spec<>(keying, joinType, function, first, second, inOrder, newShare);
        }

        @Override
        public List<Integer> inputsInOrder() {
            return inOrder.inputs();
        }

        /** Returns how it is made if inputs come in the order of their keys. */
        public Spec<K, A, B, O> withInputs(PairsInOrder come) {
            return new Spec<>(keying, joinType, function, first, second, come, share);
        }

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new SortMergeJoinOperator<>(context, this, output);
        }
    }
}

package io.weir.runtime.batch;

import io.weir.functions.CoGroupFunction;
import io.weir.plan.CoKeying;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.types.TypeInformation;
import java.util.List;

/**
 * Gives all records of each key of two inputs to a function. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public final class CoGroupOperator<K, A, B, O> extends SortedPairsOperator<CoGroupFunction<A, B, O>, K, A, B, O> {
    private CoGroupOperator(OperatorContext context, Spec<K, A, B, O> spec, Output<O> output) {
        super(
                context,
                spec.function(),
                new Inputs<>(spec.first(), spec.second(), spec.keying(), spec.inOrder()),
                spec.share(),
                output);
    }

    @Override
    void call(SortedPairs<K, A, B> pair) throws Exception {
        function.coGroup(pair::first, pair::second, collector);
    }

    /**
     * How it is made.
     *
     * @param keying how the keys are found
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
            CoGroupFunction<A, B, O> function,
            TypeInformation<A> first,
            TypeInformation<B> second,
            PairsInOrder inOrder,
            double share)
            implements ManagedMemoryUser<A, O>, OrderUser {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<K, A, B, O> withShare(double newShare) {
            return new Spec<>(keying, function, first, second, inOrder, newShare);
        }

        @Override
        public List<Integer> inputsInOrder() {
            return inOrder.inputs();
        }

        /** Returns how it is made if inputs come in the order of their keys. */
        public Spec<K, A, B, O> withInputs(PairsInOrder come) {
            return new Spec<>(keying, function, first, second, come, share);
        }

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new CoGroupOperator<>(context, this, output);
        }
    }
}

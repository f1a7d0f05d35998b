package io.weir.runtime.operators;

import io.weir.functions.CoFlatMapFunction;
import io.weir.plan.CoKeying;
import java.util.Optional;

/**
 * Turns each record of two inputs into any number of others, which take its timestamp. The task's thread owns it.
 *
 * @param <K> the type of the keys, if there are keys
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public final class CoFlatMapOperator<K, A, B, O> extends CoFunctionOperator<CoFlatMapFunction<A, B, O>, K, A, B, O> {
    private CoFlatMapOperator(OperatorContext context, Spec<K, A, B, O> spec, Output<O> output) {
        super(context, spec.function(), Optional.ofNullable(spec.keying()), output);
    }

    @Override
    void callFirst(A value) throws Exception {
        function.flatMap1(value, collector);
    }

    @Override
    void callSecond(B value) throws Exception {
        function.flatMap2(value, collector);
    }

    /**
     * How it is made.
     *
     * @param keying how the keys are found, or null if there are none
     * @param function the user's function
     * @param <K> the type of the keys, if there are keys
     * @param <A> the type of the first input
     * @param <B> the type of the second input
     * @param <O> the type of the output
     */
    public record Spec<K, A, B, O>(CoKeying<K, A, B> keying, CoFlatMapFunction<A, B, O> function)
            implements OperatorSpec<A, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new CoFlatMapOperator<>(context, this, output);
        }
    }
}

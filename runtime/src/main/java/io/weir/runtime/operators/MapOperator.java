package io.weir.runtime.operators;

import io.weir.functions.MapFunction;

/**
 * Turns each record into one other. The task's thread owns it.
 *
 * @param <I> the type of its input
 * @param <O> the type of its output
 */
public final class MapOperator<I, O> extends FunctionOperator<MapFunction<I, O>, I, O> {
    private MapOperator(OperatorContext context, MapFunction<I, O> function, Output<O> output) {
        super(context, function, output);
    }

    @Override
    public void collect(I value, long timestamp) throws Exception {
        O result;
        try {
            result = function.map(value);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
            return;
        }
        output.collect(result, timestamp);
    }

    /**
     * How it is made.
     *
     * @param function the user's function
     * @param <I> the type of its input
     * @param <O> the type of its output
     */
    public record Spec<I, O>(MapFunction<I, O> function) implements OperatorSpec<I, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<I, O> create(OperatorContext context, Output<O> output) {
            return new MapOperator<>(context, function, output);
        }
    }
}

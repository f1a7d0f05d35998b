package io.weir.runtime.operators;

import io.weir.functions.FilterFunction;

/**
 * Lets through the records that a function keeps. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class FilterOperator<T> extends FunctionOperator<FilterFunction<T>, T, T> {
    private FilterOperator(OperatorContext context, FilterFunction<T> function, Output<T> output) {
        super(context, function, output);
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        boolean kept;
        try {
            kept = function.filter(value);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
            return;
        }
        if (kept) {
            output.collect(value, timestamp);
        }
    }

    /**
     * How it is made.
     *
     * @param function the user's function
     * @param <T> the type of the records
     */
    public record Spec<T>(FilterFunction<T> function) implements OperatorSpec<T, T> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, T> create(OperatorContext context, Output<T> output) {
            return new FilterOperator<>(context, function, output);
        }
    }
}

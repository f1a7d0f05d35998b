package io.weir.runtime.operators;

import io.weir.functions.FlatMapFunction;

/**
 * Turns each record into any number of others, which take its timestamp. The task's thread owns it.
 *
 * @param <I> the type of its input
 * @param <O> the type of its output
 */
public final class FlatMapOperator<I, O> extends FunctionOperator<FlatMapFunction<I, O>, I, O> {
    private final TimestampedCollector<O> emitter;

    private FlatMapOperator(OperatorContext context, FlatMapFunction<I, O> function, Output<O> output) {
        super(context, function, output);
        this.emitter = new TimestampedCollector<>(output);
    }

    @Override
    public void collect(I value, long timestamp) throws Exception {
        emitter.timestamp = timestamp;
        try {
            function.flatMap(value, emitter);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
    }

    /**
     * How it is made.
     *
     * @param function the user's function
     * @param <I> the type of its input
     * @param <O> the type of its output
     */
    public record Spec<I, O>(FlatMapFunction<I, O> function) implements OperatorSpec<I, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<I, O> create(OperatorContext context, Output<O> output) {
            return new FlatMapOperator<>(context, function, output);
        }
    }
}

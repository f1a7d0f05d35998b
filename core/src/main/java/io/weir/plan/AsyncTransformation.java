package io.weir.plan;

import io.weir.functions.async.AsyncFunction;
import io.weir.functions.async.AsyncRetryStrategy;
import java.io.Serializable;
import java.util.List;

/**
 * Begins a request for each record and emits the results when they come.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param requests begins requests, and how many and how long
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public record AsyncTransformation<I, O>(OperatorSettings<O> settings, Transformation<I> input, Requests<I, O> requests)
        implements Transformation<O> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }

    /**
     * How requests are made.
     *
     * @param function begins them
     * @param ordered whether results keep the order of the records; otherwise only of the watermarks
     * @param timeoutMillis how long one may take, all attempts together; 0 for as long as it wants
     * @param capacity how many there may be at a time
     * @param retry whether and when one is tried again
     * @param <I> the type of the input
     * @param <O> the type of the output
     */
    public record Requests<I, O>(
            AsyncFunction<I, O> function,
            boolean ordered,
            long timeoutMillis,
            int capacity,
            AsyncRetryStrategy<O> retry)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}

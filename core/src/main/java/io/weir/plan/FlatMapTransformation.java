package io.weir.plan;

import io.weir.functions.FlatMapFunction;
import java.util.List;

/**
 * Turns each record into any number of others.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param function the function
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public record FlatMapTransformation<I, O>(
        OperatorSettings<O> settings, Transformation<I> input, FlatMapFunction<I, O> function)
        implements Transformation<O> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

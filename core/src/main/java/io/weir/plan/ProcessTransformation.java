package io.weir.plan;

import io.weir.functions.ProcessFunction;
import java.util.List;

/**
 * Gives each record to a process function.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param function the function
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public record ProcessTransformation<I, O>(
        OperatorSettings<O> settings, Transformation<I> input, ProcessFunction<I, O> function)
        implements Transformation<O> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

package io.weir.plan;

import io.weir.functions.MapPartitionFunction;
import java.util.List;

/**
 * Gives all records of each instance to a function, at the end of a bounded input.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param function the function
 * @param <T> the type of the records
 * @param <O> the type of the output
 */
public record MapPartitionTransformation<T, O>(
        OperatorSettings<O> settings, Transformation<T> input, MapPartitionFunction<T, O> function)
        implements Transformation<O> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

package io.weir.plan;

import io.weir.functions.SinkFunction;
import java.util.List;

/**
 * Gives records to a sink function.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param function the function
 * @param <T> the type of the records
 */
public record SinkFunctionTransformation<T>(
        OperatorSettings<T> settings, Transformation<T> input, SinkFunction<T> function) implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

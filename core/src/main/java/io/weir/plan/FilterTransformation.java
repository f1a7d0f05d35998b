package io.weir.plan;

import io.weir.functions.FilterFunction;
import java.util.List;

/**
 * Keeps or drops each record.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param function the function
 * @param <T> the type of the records
 */
public record FilterTransformation<T>(OperatorSettings<T> settings, Transformation<T> input, FilterFunction<T> function)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

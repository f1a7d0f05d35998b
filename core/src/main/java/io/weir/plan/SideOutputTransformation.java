package io.weir.plan;

import io.weir.functions.OutputTag;
import java.util.List;

/**
 * Takes a side output of an operation. It runs nothing by itself.
 *
 * @param settings what the program said beyond the operation
 * @param input the operation that emits to the side output
 * @param tag the side output
 * @param <T> the type of its records
 */
public record SideOutputTransformation<T>(OperatorSettings<T> settings, Transformation<?> input, OutputTag<T> tag)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

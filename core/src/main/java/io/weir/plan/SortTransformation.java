package io.weir.plan;

import io.weir.types.order.Ordering;
import java.util.List;

/**
 * Brings the records of each instance into an order, at the end of a bounded input.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param ordering the order
 * @param <T> the type of the records
 */
public record SortTransformation<T>(OperatorSettings<T> settings, Transformation<T> input, Ordering<T> ordering)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

package io.weir.plan;

import io.weir.connector.Sink;
import java.util.List;

/**
 * Writes records to a sink.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param sink the sink
 * @param <T> the type of the records
 */
public record SinkTransformation<T>(OperatorSettings<T> settings, Transformation<T> input, Sink<T> sink)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

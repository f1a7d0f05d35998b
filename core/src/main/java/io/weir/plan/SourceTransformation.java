package io.weir.plan;

import io.weir.connector.Source;
import java.util.List;

/**
 * Reads a split-based source.
 *
 * @param settings what the program said beyond the operation
 * @param source the source
 * @param <T> the type of the records
 */
public record SourceTransformation<T>(OperatorSettings<T> settings, Source<T, ?, ?> source)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of();
    }
}

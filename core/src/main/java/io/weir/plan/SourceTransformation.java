package io.weir.plan;

import io.weir.connector.Source;
import io.weir.time.WatermarkStrategy;
import java.util.List;

/**
 * Reads a split-based source.
 *
 * @param settings what the program said beyond the operation
 * @param source the source
 * @param watermarkStrategy how records get their event time, beyond what the source tells
 * @param <T> the type of the records
 */
public record SourceTransformation<T>(
        OperatorSettings<T> settings, Source<T, ?, ?> source, WatermarkStrategy<T> watermarkStrategy)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of();
    }
}

package io.weir.plan;

import io.weir.time.WatermarkStrategy;
import java.util.List;

/**
 * Gives records their event time, and tells how far it has come.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param watermarkStrategy how
 * @param <T> the type of the records
 */
public record TimestampsAndWatermarksTransformation<T>(
        OperatorSettings<T> settings, Transformation<T> input, WatermarkStrategy<T> watermarkStrategy)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

package io.weir.plan;

import java.util.List;

/**
 * Fixes how records reach the next operation. It runs nothing by itself.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param partitioning how they are distributed
 * @param <T> the type of the records
 */
public record PartitionTransformation<T>(
        OperatorSettings<T> settings, Transformation<T> input, Partitioning<T> partitioning)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

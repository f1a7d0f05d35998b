package io.weir.plan;

import java.util.List;
import java.util.Optional;

/**
 * Fixes how records reach the next operation. It runs nothing by itself.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param partitioning how they are distributed
 * @param keying how their keys are found, if they are distributed by keys that the next operation may have state of
 * @param <T> the type of the records
 */
public record PartitionTransformation<T>(
        OperatorSettings<T> settings,
        Transformation<T> input,
        Partitioning<T> partitioning,
        Optional<Keying<T, ?>> keying)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

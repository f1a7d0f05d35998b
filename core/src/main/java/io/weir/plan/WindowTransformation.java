package io.weir.plan;

import io.weir.windowing.windows.Window;
import java.util.List;

/**
 * Computes something of the windows of each key.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from; already partitioned by the same key
 * @param computation what is computed
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <R> the type of what the function gets
 * @param <O> the type of the results
 * @param <W> the type of the windows
 */
public record WindowTransformation<K, T, R, O, W extends Window>(
        OperatorSettings<O> settings, Transformation<T> input, WindowComputation<K, T, R, O, W> computation)
        implements Transformation<O> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

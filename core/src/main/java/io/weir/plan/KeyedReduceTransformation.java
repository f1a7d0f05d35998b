package io.weir.plan;

import io.weir.functions.ReduceFunction;
import java.util.List;

/**
 * Combines the records of each key into one. On an unbounded input each record yields the value combined so far; on a
 * bounded one each key yields its final value at the end.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from; already partitioned by the same key
 * @param keying how the key is found
 * @param function the function
 * @param <K> the type of the key
 * @param <T> the type of the records
 */
public record KeyedReduceTransformation<K, T>(
        OperatorSettings<T> settings, Transformation<T> input, Keying<T, K> keying, ReduceFunction<T> function)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

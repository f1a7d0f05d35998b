package io.weir.plan;

import io.weir.functions.KeyedProcessFunction;
import java.util.List;

/**
 * Gives each record to a process function with state and timers of its key.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from; already partitioned by the same key
 * @param keying how the key is found
 * @param function the function
 * @param <K> the type of the key
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public record KeyedProcessTransformation<K, I, O>(
        OperatorSettings<O> settings,
        Transformation<I> input,
        Keying<I, K> keying,
        KeyedProcessFunction<K, I, O> function)
        implements Transformation<O> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

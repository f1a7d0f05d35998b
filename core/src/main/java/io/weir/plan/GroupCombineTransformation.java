package io.weir.plan;

import io.weir.functions.GroupCombineFunction;
import io.weir.types.order.Ordering;
import java.util.List;
import java.util.Optional;

/**
 * Gives some records of each key to a function, as many as there is memory for, where they are.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param keying how the key is found
 * @param within the order in which the function gets the records of a key, if it matters
 * @param function the function
 * @param <K> the type of the key
 * @param <T> the type of the records
 * @param <O> the type of the output
 */
public record GroupCombineTransformation<K, T, O>(
        OperatorSettings<O> settings,
        Transformation<T> input,
        Keying<T, K> keying,
        Optional<Ordering<T>> within,
        GroupCombineFunction<T, O> function)
        implements Transformation<O> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}

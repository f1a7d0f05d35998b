package io.weir.plan;

import io.weir.functions.CrossFunction;
import java.util.List;

/**
 * Gives each pair of a record of one bounded input and a record of another to a function.
 *
 * @param settings what the program said beyond the operation
 * @param first where the records of the first input come from
 * @param second where the records of the second input come from
 * @param broadcastsFirst whether the first input is sent whole to every instance, else the second; the input says so itself
 * @param function the function
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public record CrossTransformation<A, B, O>(
        OperatorSettings<O> settings,
        Transformation<A> first,
        Transformation<B> second,
        boolean broadcastsFirst,
        CrossFunction<A, B, O> function)
        implements Transformation<O> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(first, second);
    }
}

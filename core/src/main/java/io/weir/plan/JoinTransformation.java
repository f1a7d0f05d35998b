package io.weir.plan;

import io.weir.functions.FlatJoinFunction;
import java.util.List;

/**
 * Gives each pair of records with equal keys of two bounded inputs to a function.
 *
 * @param settings what the program said beyond the operation
 * @param first where the records of the first input come from; already partitioned by the key
 * @param second where the records of the second input come from; already partitioned by the key
 * @param keying how the keys are found
 * @param type what becomes of records without a match
 * @param hint what the program says about how it is done; it {@linkplain JoinHint#allows allows} the type
 * @param function the function; it gets null in place of a match that does not exist
 * @param <K> the type of the key
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public record JoinTransformation<K, A, B, O>(
        OperatorSettings<O> settings,
        Transformation<A> first,
        Transformation<B> second,
        CoKeying<K, A, B> keying,
        JoinType type,
        JoinHint hint,
        FlatJoinFunction<A, B, O> function)
        implements Transformation<O> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(first, second);
    }
}

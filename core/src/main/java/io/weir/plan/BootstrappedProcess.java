package io.weir.plan;

import io.weir.functions.Function;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.KeyedStateBootstrapFunction;

/**
 * A process function of the first input, whose state another function has made of all records of the second before the
 * first of the first comes.
 *
 * @param function takes the first input
 * @param bootstrap takes the second input, which ends
 * @param <K> the type of the key
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public record BootstrappedProcess<K, A, B, O>(
        KeyedProcessFunction<K, A, O> function, KeyedStateBootstrapFunction<K, B> bootstrap) implements Function {
    private static final long serialVersionUID = 1L;
}

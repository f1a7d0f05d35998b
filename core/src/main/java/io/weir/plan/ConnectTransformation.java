package io.weir.plan;

import io.weir.functions.Function;
import java.util.List;
import java.util.Optional;

/**
 * Gives the records of two streams to one function.
 *
 * @param settings what the program said beyond the operation
 * @param first where the records of the first input come from; partitioned by the key if there is one
 * @param second where the records of the second input come from; partitioned by the key if there is one
 * @param keying how the keys of both inputs are found, if they have keys
 * @param function a {@code CoMapFunction}, {@code CoFlatMapFunction}, {@code CoProcessFunction},
 *     {@code KeyedCoProcessFunction}, {@link IntervalJoin}, {@link BroadcastConnection} or {@link BootstrappedProcess}
 * @param <K> the type of the key
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public record ConnectTransformation<K, A, B, O>(
        OperatorSettings<O> settings,
        Transformation<A> first,
        Transformation<B> second,
        Optional<CoKeying<K, A, B>> keying,
        Function function)
        implements Transformation<O> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(first, second);
    }
}

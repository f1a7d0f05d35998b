package io.weir.datastream;

import io.weir.execution.Operations;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.KeyedStateBootstrapFunction;
import io.weir.plan.BootstrappedProcess;
import io.weir.plan.CoKeying;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import java.util.Optional;

/**
 * A keyed stream with what its operator's state is made of at first; see {@link KeyedStream#bootstrap}. The thread that
 * builds the program owns it.
 *
 * @param <T> the type of the records of the stream
 * @param <K> the type of the key
 * @param <B> the type of the records that the state is made of
 */
public final class BootstrappedStream<T, K, B> {
    private final KeyedStream<T, K> stream;
    private final KeyedStream<B, K> history;
    private final KeyedStateBootstrapFunction<K, B> bootstrap;

    BootstrappedStream(
            KeyedStream<T, K> stream, KeyedStream<B, K> history, KeyedStateBootstrapFunction<K, B> bootstrap) {
        this.stream = stream;
        this.history = history;
        this.bootstrap = bootstrap;
    }

    /**
     * Gives each record of the stream to a function with the state and the timers of its key, which were filled before.
     *
     * @param function the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(KeyedProcessFunction<K, T, R> function) {
        return process(
                function,
                TypeExtractor.resultType(
                        function, KeyedProcessFunction.class, 2, stream.getKeyType(), stream.getType()));
    }

    /**
     * Gives each record to a function; otherwise as {@link #process(KeyedProcessFunction)}.
     *
     * @param function the function
     * @param type the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(KeyedProcessFunction<K, T, R> function, TypeInformation<R> type) {
        CoKeying<K, T, B> keying =
                new CoKeying<>(stream.getKeySelector(), history.getKeySelector(), stream.getKeyType());
        Operations.Connected<K, T, B> operation = new Operations.Connected<>(
                stream.getTransformation(),
                history.getTransformation(),
                Optional.of(keying),
                new BootstrappedProcess<>(function, bootstrap),
                "bootstrap()");
        return stream.operator(Operations.connect(stream.program(), operation, "Bootstrapped Process", type));
    }
}

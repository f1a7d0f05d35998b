package io.weir.datastream;

import io.weir.execution.Operations;
import io.weir.functions.BaseBroadcastProcessFunction;
import io.weir.functions.BroadcastProcessFunction;
import io.weir.functions.KeyedBroadcastProcessFunction;
import io.weir.plan.BroadcastConnection;
import io.weir.plan.CoKeying;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Optional;

/**
 * A stream, keyed or not, beside a broadcast one. The thread that builds the program owns it.
 *
 * @param <A> the type of the stream
 * @param <B> the type of the broadcast stream
 */
public final class BroadcastConnectedStream<A, B> {
    private final DataStream<A> first;
    private final BroadcastStream<B> second;

    BroadcastConnectedStream(DataStream<A> first, BroadcastStream<B> second) {
        first.getExecutionEnvironment().requireOwn(second.stream());
        this.first = first;
        this.second = second;
    }

    /** Returns the stream that is not broadcast. */
    public DataStream<A> getFirstInput() {
        return first;
    }

    /** Returns the broadcast stream. */
    public BroadcastStream<B> getSecondInput() {
        return second;
    }

    /** Returns the type of the stream that is not broadcast. */
    public TypeInformation<A> getType1() {
        return first.getType();
    }

    /** Returns the type of the broadcast stream. */
    public TypeInformation<B> getType2() {
        return second.getType();
    }

    /**
     * Gives each record to a function, with the state and the timers of its key. The first stream must be keyed.
     *
     * @param function the function
     * @param <K> the type of the key
     * @param <R> the type of the results
     * @return the results
     */
    public <K, R> SingleOutputStreamOperator<R> process(KeyedBroadcastProcessFunction<K, A, B, R> function) {
        TypeInformation<?> keyType = requireKeyed().getKeyType();
        return process(
                function,
                TypeExtractor.resultType(
                        function, KeyedBroadcastProcessFunction.class, 3, keyType, getType1(), getType2()));
    }

    /**
     * Gives each record to a function, with the state and the timers of its key. The first stream must be keyed.
     *
     * @param function the function
     * @param type the type of the results
     * @param <K> the type of the key
     * @param <R> the type of the results
     * @return the results
     */
    public <K, R> SingleOutputStreamOperator<R> process(
            KeyedBroadcastProcessFunction<K, A, B, R> function, TypeInformation<R> type) {
        KeyedStream<A, Object> keyed = requireKeyed();
        CoKeying<Object, A, B> keying = new CoKeying<>(keyed.getKeySelector(), null, keyed.getKeyType());
        return connect(function, Optional.of(keying), "Keyed Co-Process Broadcast", type);
    }

    /**
     * Gives each record to a function. The first stream must not be keyed.
     *
     * @param function the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(BroadcastProcessFunction<A, B, R> function) {
        return process(
                function,
                TypeExtractor.resultType(function, BroadcastProcessFunction.class, 2, getType1(), getType2()));
    }

    /**
     * Gives each record to a function. The first stream must not be keyed.
     *
     * @param function the function
     * @param type the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(
            BroadcastProcessFunction<A, B, R> function, TypeInformation<R> type) {
        if (first instanceof KeyedStream) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "A keyed stream beside a broadcast one needs a KeyedBroadcastProcessFunction, not a"
                            + " BroadcastProcessFunction.");
        }
        return connect(function, Optional.empty(), "Co-Process Broadcast", type);
    }

    @SuppressWarnings("unchecked") // the key's type is only passed on
    private KeyedStream<A, Object> requireKeyed() {
        if (first instanceof KeyedStream) {
            return (KeyedStream<A, Object>) first;
        }
        throw new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "A KeyedBroadcastProcessFunction needs a keyed stream: call keyBy() before connect().");
    }

    private <R> SingleOutputStreamOperator<R> connect(
            BaseBroadcastProcessFunction function,
            Optional<CoKeying<Object, A, B>> keying,
            String name,
            TypeInformation<R> type) {
        Operations.Connected<Object, A, B> operation = new Operations.Connected<>(
                first.getTransformation(),
                second.getTransformation(),
                keying,
                new BroadcastConnection(function, second.getBroadcastStateDescriptors()),
                "process()");
        return first.operator(Operations.connect(first.program(), operation, name, type));
    }
}

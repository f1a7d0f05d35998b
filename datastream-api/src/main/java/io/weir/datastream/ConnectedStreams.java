package io.weir.datastream;

import io.weir.execution.KeyedOperations;
import io.weir.execution.Operations;
import io.weir.functions.CoFlatMapFunction;
import io.weir.functions.CoMapFunction;
import io.weir.functions.CoProcessFunction;
import io.weir.functions.Function;
import io.weir.functions.KeySelector;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.plan.CoKeying;
import io.weir.plan.FieldKeys;
import io.weir.plan.IntervalJoin;
import io.weir.plan.Keying;
import io.weir.tuple.Tuple;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Optional;

/**
 * Two streams, of different types perhaps, whose records one function takes: with shared state if both are keyed by keys
 * of one type. The thread that builds the program owns it.
 *
 * @param <A> the type of the first stream
 * @param <B> the type of the second stream
 */
public final class ConnectedStreams<A, B> {
    private final DataStream<A> first;
    private final DataStream<B> second;

    ConnectedStreams(DataStream<A> first, DataStream<B> second) {
        first.getExecutionEnvironment().requireOwn(second);
        this.first = first;
        this.second = second;
    }

    /** Returns the first stream. */
    public DataStream<A> getFirstInput() {
        return first;
    }

    /** Returns the second stream. */
    public DataStream<B> getSecondInput() {
        return second;
    }

    /** Returns the type of the first stream. */
    public TypeInformation<A> getType1() {
        return first.getType();
    }

    /** Returns the type of the second stream. */
    public TypeInformation<B> getType2() {
        return second.getType();
    }

    /**
     * Groups both streams by a key: records of both with equal keys go to one instance.
     *
     * @param firstKey finds the key of a record of the first stream
     * @param secondKey finds the key of a record of the second stream
     * @param <K> the type of the key
     * @return the streams with keys
     */
    public <K> ConnectedStreams<A, B> keyBy(KeySelector<A, K> firstKey, KeySelector<B, K> secondKey) {
        return new ConnectedStreams<>(first.keyBy(firstKey), second.keyBy(secondKey));
    }

    /**
     * Groups both streams by a key whose type is told.
     *
     * @param firstKey finds the key of a record of the first stream
     * @param secondKey finds the key of a record of the second stream
     * @param keyType the type of the key
     * @param <K> the type of the key
     * @return the streams with keys
     */
    public <K> ConnectedStreams<A, B> keyBy(
            KeySelector<A, K> firstKey, KeySelector<B, K> secondKey, TypeInformation<K> keyType) {
        return new ConnectedStreams<>(first.keyBy(firstKey, keyType), second.keyBy(secondKey, keyType));
    }

    /**
     * Groups both streams by a field.
     *
     * @param firstPosition the position of the field in records of the first stream, from 0
     * @param secondPosition the position of the field in records of the second stream, from 0
     * @return the streams with keys
     */
    public ConnectedStreams<A, B> keyBy(int firstPosition, int secondPosition) {
        Keying<A, Tuple> firstKeying = FieldKeys.at(getType1(), firstPosition);
        Keying<B, Tuple> secondKeying = FieldKeys.at(getType2(), secondPosition);
        return keyed(firstKeying, secondKeying);
    }

    /**
     * Groups both streams by a field.
     *
     * @param firstField the name of the field in records of the first stream
     * @param secondField the name of the field in records of the second stream
     * @return the streams with keys
     */
    public ConnectedStreams<A, B> keyBy(String firstField, String secondField) {
        return keyed(FieldKeys.named(getType1(), firstField), FieldKeys.named(getType2(), secondField));
    }

    private ConnectedStreams<A, B> keyed(Keying<A, Tuple> firstKeying, Keying<B, Tuple> secondKeying) {
        return new ConnectedStreams<>(keyed(first, firstKeying), keyed(second, secondKeying));
    }

    private static <T> KeyedStream<T, Tuple> keyed(DataStream<T> stream, Keying<T, Tuple> keying) {
        return new KeyedStream<>(
                stream.getExecutionEnvironment(),
                KeyedOperations.partitionByKey(stream.program(), stream.getTransformation(), keying, "keyBy()"),
                keying);
    }

    /**
     * Turns each record into one other.
     *
     * @param function the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> map(CoMapFunction<A, B, R> function) {
        return map(function, TypeExtractor.resultType(function, CoMapFunction.class, 2, getType1(), getType2()));
    }

    /**
     * Turns each record into one other.
     *
     * @param function the function
     * @param type the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> map(CoMapFunction<A, B, R> function, TypeInformation<R> type) {
        return connect(function, "map()", "Co-Map", type);
    }

    /**
     * Turns each record into any number of others.
     *
     * @param function the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> flatMap(CoFlatMapFunction<A, B, R> function) {
        return flatMap(
                function, TypeExtractor.resultType(function, CoFlatMapFunction.class, 2, getType1(), getType2()));
    }

    /**
     * Turns each record into any number of others.
     *
     * @param function the function
     * @param type the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> flatMap(CoFlatMapFunction<A, B, R> function, TypeInformation<R> type) {
        return connect(function, "flatMap()", "Co-Flat Map", type);
    }

    /**
     * Gives each record to a function that may emit any number of others, to side outputs too; with state and timers if
     * both streams are keyed.
     *
     * @param function the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(CoProcessFunction<A, B, R> function) {
        return process(
                function, TypeExtractor.resultType(function, CoProcessFunction.class, 2, getType1(), getType2()));
    }

    /**
     * Gives each record to a function; otherwise as {@link #process(CoProcessFunction)}.
     *
     * @param function the function
     * @param type the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(CoProcessFunction<A, B, R> function, TypeInformation<R> type) {
        return connect(function, "process()", "Co-Process", type);
    }

    /**
     * Gives each record to a function with the state and the timers of its key. Both streams must be keyed.
     *
     * @param function the function
     * @param <K> the type of the key
     * @param <R> the type of the results
     * @return the results
     */
    public <K, R> SingleOutputStreamOperator<R> process(KeyedCoProcessFunction<K, A, B, R> function) {
        TypeInformation<?> keyType = requireKeying("A KeyedCoProcessFunction").keyType();
        return process(
                function,
                TypeExtractor.resultType(function, KeyedCoProcessFunction.class, 3, keyType, getType1(), getType2()));
    }

    /**
     * Gives each record to a function with the state and the timers of its key. Both streams must be keyed.
     *
     * @param function the function
     * @param type the type of the results
     * @param <K> the type of the key
     * @param <R> the type of the results
     * @return the results
     */
    public <K, R> SingleOutputStreamOperator<R> process(
            KeyedCoProcessFunction<K, A, B, R> function, TypeInformation<R> type) {
        requireKeying("A KeyedCoProcessFunction");
        return connect(function, "process()", "Keyed Co-Process", type);
    }

    <R> SingleOutputStreamOperator<R> join(IntervalJoin<A, B, R> join, TypeInformation<R> type) {
        requireKeying("An interval join");
        return connect(join, "process()", "Interval Join", type);
    }

    private CoKeying<Object, A, B> requireKeying(String what) {
        return keying().orElseThrow(() -> new WeirException(
                ErrorCode.INVALID_PROGRAM, what + " needs two keyed streams: call keyBy() on both, or on connect()."));
    }

    @SuppressWarnings("unchecked") // both keys have been seen to have one type
    private Optional<CoKeying<Object, A, B>> keying() {
        if (!(first instanceof KeyedStream<A, ?> one) || !(second instanceof KeyedStream<B, ?> other)) {
            return Optional.empty();
        }
        if (!one.getKeyType().equals(other.getKeyType())) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "Connected streams must have keys of one type, not " + one.getKeyType() + " and "
                            + other.getKeyType() + ".");
        }
        return Optional.of(new CoKeying<>(
                ((KeyedStream<A, Object>) one).getKeySelector(),
                ((KeyedStream<B, Object>) other).getKeySelector(),
                ((KeyedStream<A, Object>) one).getKeyType()));
    }

    private <R> SingleOutputStreamOperator<R> connect(
            Function function, String where, String name, TypeInformation<R> type) {
        Operations.Connected<Object, A, B> operation = new Operations.Connected<>(
                first.getTransformation(), second.getTransformation(), keying(), function, where);
        return first.operator(Operations.connect(first.program(), operation, name, type));
    }
}

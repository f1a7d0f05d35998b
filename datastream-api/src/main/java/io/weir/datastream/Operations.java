package io.weir.datastream;

import io.weir.functions.FilterFunction;
import io.weir.functions.FlatMapFunction;
import io.weir.functions.KeySelector;
import io.weir.functions.MapFunction;
import io.weir.plan.FieldKeys;
import io.weir.plan.FilterTransformation;
import io.weir.plan.FlatMapTransformation;
import io.weir.plan.Keying;
import io.weir.plan.MapTransformation;
import io.weir.plan.OperatorSettings;
import io.weir.plan.SerializableCheck;
import io.weir.plan.Transformation;
import io.weir.plan.UnionTransformation;
import io.weir.tuple.Tuple;
import io.weir.types.KeyChecks;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;

/** Adds operations with one output to programs, for {@link DataStream}. Stateless. */
final class Operations {
    private Operations() {}

    static <I, O> SingleOutputStreamOperator<O> map(
            DataStream<I> input, MapFunction<I, O> function, TypeInformation<O> type) {
        SerializableCheck.require(function, "map()");
        return operator(
                input, new MapTransformation<>(newOperation(input, "Map", type), input.getTransformation(), function));
    }

    static <I, O> SingleOutputStreamOperator<O> flatMap(
            DataStream<I> input, FlatMapFunction<I, O> function, TypeInformation<O> type) {
        SerializableCheck.require(function, "flatMap()");
        return operator(
                input,
                new FlatMapTransformation<>(
                        newOperation(input, "Flat Map", type), input.getTransformation(), function));
    }

    static <T> SingleOutputStreamOperator<T> filter(DataStream<T> input, FilterFunction<T> function) {
        SerializableCheck.require(function, "filter()");
        return operator(
                input,
                new FilterTransformation<>(
                        newOperation(input, "Filter", input.getType()), input.getTransformation(), function));
    }

    static <T, K> KeyedStream<T, K> keyBy(DataStream<T> input, KeySelector<T, K> key, TypeInformation<K> keyType) {
        SerializableCheck.require(key, "keyBy()");
        return keyBy(input, new Keying<>(key, keyType));
    }

    static <T> KeyedStream<T, Tuple> keyBy(DataStream<T> input, int... positions) {
        return keyBy(input, FieldKeys.at(input.getType(), positions));
    }

    static <T> KeyedStream<T, Tuple> keyBy(DataStream<T> input, String... names) {
        return keyBy(input, FieldKeys.named(input.getType(), names));
    }

    private static <T, K> KeyedStream<T, K> keyBy(DataStream<T> input, Keying<T, K> keying) {
        KeyChecks.requireStableHash(keying.keyType(), "keyBy()");
        return new KeyedStream<>(Partitions.hash(input, keying), keying);
    }

    static <T> DataStream<T> union(List<DataStream<T>> streams) {
        DataStream<T> first = streams.get(0);
        for (DataStream<T> stream : streams) {
            if (!stream.getType().equals(first.getType())) {
                throw new WeirException(
                        ErrorCode.INVALID_PROGRAM,
                        "union() merges streams of one type, not of " + first.getType() + " and " + stream.getType()
                                + ": bring them to one type with map() or returns() first.");
            }
            requireSameProgram(first, stream);
        }
        List<Transformation<T>> inputs =
                streams.stream().map(DataStream::getTransformation).toList();
        return new DataStream<>(
                first.getExecutionEnvironment(),
                new UnionTransformation<>(newOperation(first, "Union", first.getType()), inputs));
    }

    @SuppressWarnings("ReferenceEquality") // two environments are two programs
    private static void requireSameProgram(DataStream<?> one, DataStream<?> other) {
        if (one.getExecutionEnvironment() != other.getExecutionEnvironment()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "Streams of different environments cannot be merged: make both with one environment.");
        }
    }

    static <T> OperatorSettings<T> newOperation(DataStream<?> input, String name, TypeInformation<T> type) {
        return input.getExecutionEnvironment().program().newOperation(name, type);
    }

    static <O> SingleOutputStreamOperator<O> operator(DataStream<?> input, Transformation<O> operation) {
        return new SingleOutputStreamOperator<>(input.getExecutionEnvironment(), operation);
    }
}

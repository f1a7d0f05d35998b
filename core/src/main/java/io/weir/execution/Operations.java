package io.weir.execution;

import io.weir.functions.FilterFunction;
import io.weir.functions.FlatMapFunction;
import io.weir.functions.Function;
import io.weir.functions.KeySelector;
import io.weir.functions.MapFunction;
import io.weir.functions.OutputTag;
import io.weir.functions.Partitioner;
import io.weir.functions.ProcessFunction;
import io.weir.plan.AsyncTransformation;
import io.weir.plan.ChainingStrategy;
import io.weir.plan.CoKeying;
import io.weir.plan.ConnectTransformation;
import io.weir.plan.FilterTransformation;
import io.weir.plan.FlatMapTransformation;
import io.weir.plan.MapTransformation;
import io.weir.plan.OperatorSettings;
import io.weir.plan.PartitionTransformation;
import io.weir.plan.Partitioning;
import io.weir.plan.ProcessTransformation;
import io.weir.plan.SerializableCheck;
import io.weir.plan.SideOutputTransformation;
import io.weir.plan.TimestampsAndWatermarksTransformation;
import io.weir.plan.Transformation;
import io.weir.plan.UnionTransformation;
import io.weir.time.WatermarkStrategy;
import io.weir.types.CommonType;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.Optional;

/**
 * Adds operations to programs and refuses those that could not run. Both APIs build their plans with it, so that one
 * operation is one thing in both. Stateless.
 */
public final class Operations {
    private Operations() {}

    /** Adds an operation that turns each record into one other. */
    public static <I, O> Transformation<O> map(
            Program program, Transformation<I> input, MapFunction<I, O> function, TypeInformation<O> type) {
        SerializableCheck.require(function, "map()");
        return program.add(new MapTransformation<>(program.newOperation("Map", type), input, function));
    }

    /** Adds an operation that turns each record into any number of others. */
    public static <I, O> Transformation<O> flatMap(
            Program program, Transformation<I> input, FlatMapFunction<I, O> function, TypeInformation<O> type) {
        SerializableCheck.require(function, "flatMap()");
        return program.add(new FlatMapTransformation<>(program.newOperation("Flat Map", type), input, function));
    }

    /** Adds an operation that keeps some records. */
    public static <T> Transformation<T> filter(Program program, Transformation<T> input, FilterFunction<T> function) {
        SerializableCheck.require(function, "filter()");
        return program.add(new FilterTransformation<>(program.newOperation("Filter", typeOf(input)), input, function));
    }

    /** Adds an operation that gives each record to a process function. */
    public static <I, O> Transformation<O> process(
            Program program, Transformation<I> input, ProcessFunction<I, O> function, TypeInformation<O> type) {
        SerializableCheck.require(function, "process()");
        return program.add(new ProcessTransformation<>(program.newOperation("Process", type), input, function));
    }

    /** Adds an operation that begins a request for each record. It begins a task, so that it can hold the stream up. */
    public static <I, O> Transformation<O> async(
            Program program,
            Transformation<I> input,
            AsyncTransformation.Requests<I, O> requests,
            TypeInformation<O> type) {
        SerializableCheck.require(requests.function(), "AsyncDataStream");
        SerializableCheck.require(requests.retry(), "AsyncDataStream");
        AsyncTransformation<I, O> operation =
                new AsyncTransformation<>(program.newOperation("Async Wait", type), input, requests);
        operation.settings().setChaining(ChainingStrategy.HEAD);
        return program.add(operation);
    }

    /**
     * Adds an operation that gives the records of two streams to one function.
     *
     * @param operation the operation with everything but its settings decided
     * @param name the name people see
     * @param type the type of the results
     */
    public static <K, A, B, O> Transformation<O> connect(
            Program program, Connected<K, A, B> operation, String name, TypeInformation<O> type) {
        SerializableCheck.require(operation.function(), operation.where());
        return program.add(new ConnectTransformation<>(
                program.newOperation(name, type),
                operation.first(),
                operation.second(),
                operation.keying(),
                operation.function()));
    }

    /**
     * Two streams and the function that takes both.
     *
     * @param first where the records of the first input come from; partitioned by the key if there is one
     * @param second where the records of the second input come from; partitioned by the key if there is one
     * @param keying how the keys of both inputs are found, if they have keys
     * @param function takes the records
     * @param where what the program calls it, such as {@code map()}
     */
    public record Connected<K, A, B>(
            Transformation<A> first,
            Transformation<B> second,
            Optional<CoKeying<K, A, B>> keying,
            Function function,
            String where) {}

    /** Adds an operation that gives records their event time; it has as many instances as its input, to follow it. */
    public static <T> Transformation<T> timestamps(
            Program program, Transformation<T> input, WatermarkStrategy<T> strategy) {
        SerializableCheck.require(strategy, "assignTimestampsAndWatermarks()");
        if (strategy.getAlignmentParameters().isPresent()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "Only sources can wait for each other: give a strategy withWatermarkAlignment() to fromSource(),"
                            + " not to assignTimestampsAndWatermarks().");
        }
        OperatorSettings<T> settings = program.newOperation("Timestamps/Watermarks", typeOf(input));
        settings.setParallelism(input.settings().parallelism());
        return program.add(new TimestampsAndWatermarksTransformation<>(settings, input, strategy));
    }

    /** Takes a side output of an operation. */
    public static <T> Transformation<T> sideOutput(Program program, Transformation<?> input, OutputTag<T> tag) {
        return program.add(
                new SideOutputTransformation<>(program.newOperation("Side Output", tag.getTypeInfo()), input, tag));
    }

    /** Fixes how records reach the next operation. */
    public static <T> Transformation<T> partition(
            Program program, Transformation<T> input, Partitioning<T> partitioning) {
        return program.add(new PartitionTransformation<>(
                program.newOperation("Partition", typeOf(input)), input, partitioning, Optional.empty()));
    }

    /** Returns the distribution that a function of the program decides. */
    public static <T, K> Partitioning<T> customPartitioning(Partitioner<K> partitioner, KeySelector<T, K> key) {
        SerializableCheck.require(partitioner, "partitionCustom()");
        SerializableCheck.require(key, "partitionCustom()");
        return new Partitioning.Custom<>(partitioner, key);
    }

    /**
     * Merges the outputs of several operations. The compiler has seen that they have one type; what the engine knows of
     * it may differ, and each input keeps the serializer of what is known of it.
     */
    @SuppressWarnings("unchecked") // the common type of inputs of type T
    public static <T> Transformation<T> union(Program program, List<Transformation<T>> inputs) {
        TypeInformation<T> type = typeOf(inputs.get(0));
        for (Transformation<T> input : inputs) {
            type = (TypeInformation<T>) CommonType.of(type, typeOf(input));
        }
        return program.add(new UnionTransformation<>(program.newOperation("Union", type), inputs));
    }

    private static <T> TypeInformation<T> typeOf(Transformation<T> operation) {
        return operation.settings().outputType();
    }
}

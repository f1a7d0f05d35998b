package io.weir.datastream;

import io.weir.execution.KeyedOperations;
import io.weir.execution.WindowOperations;
import io.weir.functions.AggregateFunction;
import io.weir.functions.AllWindowFunction;
import io.weir.functions.Function;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessAllWindowFunction;
import io.weir.functions.ReduceFunction;
import io.weir.functions.windowing.WindowFunctions;
import io.weir.plan.Keying;
import io.weir.plan.Transformation;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.extraction.TypeExtractor;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.Evictor;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.Window;
import java.time.Duration;

/**
 * A stream that is divided into windows as a whole, by one instance: something is computed of each window when its time has come. The thread
 * that builds the program owns it.
 *
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
public final class AllWindowedStream<T, W extends Window> extends WindowAggregations<T> {
    private final DataStream<T> input;
    private final Keying<T, Byte> keying;
    private final WindowSettings<T, W> windows;

    AllWindowedStream(DataStream<T> stream, WindowAssigner<? super T, W> assigner) {
        this.keying = new Keying<>(record -> (byte) 0, Types.BYTE);
        this.input = new DataStream<>(
                stream.getExecutionEnvironment(),
                KeyedOperations.partitionByKey(stream.program(), stream.getTransformation(), keying, "windowAll()"));
        this.windows = new WindowSettings<>(assigner);
    }

    /**
     * Sets when windows are computed, in place of the default of the assigner.
     *
     * @param trigger the trigger
     * @return this
     */
    public AllWindowedStream<T, W> trigger(Trigger<? super T, ? super W> trigger) {
        windows.trigger(trigger);
        return this;
    }

    /**
     * Sets what takes records out of windows. All records of each window are then kept until it is gone.
     *
     * @param evictor the evictor
     * @return this
     */
    public AllWindowedStream<T, W> evictor(Evictor<? super T, ? super W> evictor) {
        windows.evictor(evictor);
        return this;
    }

    /**
     * Sets how long windows are kept after their end: a record that comes late within that time has its window computed
     * again. By default windows go at their end.
     *
     * @param lateness the time, by event time
     * @return this
     */
    public AllWindowedStream<T, W> allowedLateness(Duration lateness) {
        windows.allowedLateness(lateness);
        return this;
    }

    /**
     * Sends records whose windows are all gone to a side output; by default they are dropped and counted.
     *
     * @param outputTag the side output
     * @return this
     */
    public AllWindowedStream<T, W> sideOutputLateData(OutputTag<T> outputTag) {
        windows.lateTag(outputTag);
        return this;
    }

    @Override
    public SingleOutputStreamOperator<T> reduce(ReduceFunction<T> function) {
        return results(operations().reduce(function));
    }

    /**
     * Combines the records of each window into one as they come, and gives that to a function.
     *
     * @param reducer combines two
     * @param function computes the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> reduce(ReduceFunction<T> reducer, AllWindowFunction<T, R, W> function) {
        return reduce(reducer, function, typeOf(function, AllWindowFunction.class, type()));
    }

    /**
     * Combines the records of each window into one as they come, and gives that to a function.
     *
     * @param reducer combines two
     * @param function computes the results
     * @param type the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> reduce(
            ReduceFunction<T> reducer, AllWindowFunction<T, R, W> function, TypeInformation<R> type) {
        return results(operations().reduce(reducer, WindowFunctions.ofAll(function), type));
    }

    /**
     * Combines the records of each window into one as they come, and gives that to a function with state.
     *
     * @param reducer combines two
     * @param function computes the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> reduce(
            ReduceFunction<T> reducer, ProcessAllWindowFunction<T, R, W> function) {
        return reduce(reducer, function, typeOf(function, ProcessAllWindowFunction.class, type()));
    }

    /**
     * Combines the records of each window into one as they come, and gives that to a function with state.
     *
     * @param reducer combines two
     * @param function computes the results
     * @param type the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> reduce(
            ReduceFunction<T> reducer, ProcessAllWindowFunction<T, R, W> function, TypeInformation<R> type) {
        return results(operations().reduce(reducer, WindowFunctions.ofAll(function), type));
    }

    /**
     * Aggregates the records of each window as they come.
     *
     * @param function aggregates
     * @param <A> the type of the accumulator
     * @param <R> the type of the results
     * @return the results
     */
    public <A, R> SingleOutputStreamOperator<R> aggregate(AggregateFunction<T, A, R> function) {
        return aggregate(function, accumulatorOf(function), resultOf(function));
    }

    /**
     * Aggregates the records of each window as they come.
     *
     * @param function aggregates
     * @param accumulatorType the type of the accumulator
     * @param type the type of the results
     * @param <A> the type of the accumulator
     * @param <R> the type of the results
     * @return the results
     */
    public <A, R> SingleOutputStreamOperator<R> aggregate(
            AggregateFunction<T, A, R> function, TypeInformation<A> accumulatorType, TypeInformation<R> type) {
        return results(operations().aggregate(function, accumulatorType, type));
    }

    /**
     * Aggregates the records of each window as they come, and gives the result to a function.
     *
     * @param aggregator aggregates
     * @param function computes the results
     * @param <A> the type of the accumulator
     * @param <V> the type of the aggregate
     * @param <R> the type of the results
     * @return the results
     */
    public <A, V, R> SingleOutputStreamOperator<R> aggregate(
            AggregateFunction<T, A, V> aggregator, AllWindowFunction<V, R, W> function) {
        TypeInformation<V> aggregate = resultOf(aggregator);
        return aggregate(
                aggregator, function, accumulatorOf(aggregator), typeOf(function, AllWindowFunction.class, aggregate));
    }

    /**
     * Aggregates the records of each window as they come, and gives the result to a function.
     *
     * @param aggregator aggregates
     * @param function computes the results
     * @param accumulatorType the type of the accumulator
     * @param type the type of the results
     * @param <A> the type of the accumulator
     * @param <V> the type of the aggregate
     * @param <R> the type of the results
     * @return the results
     */
    public <A, V, R> SingleOutputStreamOperator<R> aggregate(
            AggregateFunction<T, A, V> aggregator,
            AllWindowFunction<V, R, W> function,
            TypeInformation<A> accumulatorType,
            TypeInformation<R> type) {
        return results(operations().aggregate(aggregator, accumulatorType, WindowFunctions.ofAll(function), type));
    }

    /**
     * Aggregates the records of each window as they come, and gives the result to a function with state.
     *
     * @param aggregator aggregates
     * @param function computes the results
     * @param <A> the type of the accumulator
     * @param <V> the type of the aggregate
     * @param <R> the type of the results
     * @return the results
     */
    public <A, V, R> SingleOutputStreamOperator<R> aggregate(
            AggregateFunction<T, A, V> aggregator, ProcessAllWindowFunction<V, R, W> function) {
        TypeInformation<V> aggregate = resultOf(aggregator);
        return aggregate(
                aggregator,
                function,
                accumulatorOf(aggregator),
                typeOf(function, ProcessAllWindowFunction.class, aggregate));
    }

    /**
     * Aggregates the records of each window as they come, and gives the result to a function with state.
     *
     * @param aggregator aggregates
     * @param function computes the results
     * @param accumulatorType the type of the accumulator
     * @param type the type of the results
     * @param <A> the type of the accumulator
     * @param <V> the type of the aggregate
     * @param <R> the type of the results
     * @return the results
     */
    public <A, V, R> SingleOutputStreamOperator<R> aggregate(
            AggregateFunction<T, A, V> aggregator,
            ProcessAllWindowFunction<V, R, W> function,
            TypeInformation<A> accumulatorType,
            TypeInformation<R> type) {
        return results(operations().aggregate(aggregator, accumulatorType, WindowFunctions.ofAll(function), type));
    }

    /**
     * Gives all records of each window to a function.
     *
     * @param function computes the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> apply(AllWindowFunction<T, R, W> function) {
        return apply(function, typeOf(function, AllWindowFunction.class, type()));
    }

    /**
     * Gives all records of each window to a function.
     *
     * @param function computes the results
     * @param type the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> apply(AllWindowFunction<T, R, W> function, TypeInformation<R> type) {
        return results(operations().process(WindowFunctions.ofAll(function), type));
    }

    /**
     * Gives all records of each window to a function with state.
     *
     * @param function computes the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(ProcessAllWindowFunction<T, R, W> function) {
        return process(function, typeOf(function, ProcessAllWindowFunction.class, type()));
    }

    /**
     * Gives all records of each window to a function with state.
     *
     * @param function computes the results
     * @param type the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(
            ProcessAllWindowFunction<T, R, W> function, TypeInformation<R> type) {
        return results(operations().process(WindowFunctions.ofAll(function), type));
    }

    private WindowOperations<Byte, T, W> operations() {
        return new WindowOperations<>(input.program(), input.getTransformation(), keying, windows.windowing());
    }

    /** One instance computes all windows, and no setting can make it several. */
    private <R> SingleOutputStreamOperator<R> results(Transformation<R> operation) {
        return input.operator(operation).setParallelism(1).setMaxParallelism(1);
    }

    @Override
    TypeInformation<T> type() {
        return input.getType();
    }

    private <A, R> TypeInformation<A> accumulatorOf(AggregateFunction<T, A, R> function) {
        return TypeExtractor.resultType(function, AggregateFunction.class, 1, type());
    }

    private <A, R> TypeInformation<R> resultOf(AggregateFunction<T, A, R> function) {
        return TypeExtractor.resultType(function, AggregateFunction.class, 2, type());
    }

    private <R> TypeInformation<R> typeOf(
            Function function, Class<? extends Function> role, TypeInformation<?> records) {
        return TypeExtractor.windowResultType(function, role, windows.windowType(), records);
    }
}

package io.weir.execution;

import io.weir.functions.AggregateFunction;
import io.weir.functions.Function;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.ReduceFunction;
import io.weir.functions.RichFunction;
import io.weir.functions.windowing.WindowFunctions;
import io.weir.plan.Keying;
import io.weir.plan.SerializableCheck;
import io.weir.plan.Transformation;
import io.weir.plan.WindowComputation;
import io.weir.plan.WindowContents;
import io.weir.plan.WindowTransformation;
import io.weir.plan.Windowing;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.assigners.MergingWindowAssigner;
import io.weir.windowing.windows.Window;

/**
 * Adds operations on the windows of one stream to a program; what {@link Operations} is for the others. The thread that
 * builds the program owns it.
 *
 * @param program the program
 * @param input what {@link KeyedOperations#partitionByKey} returned for the same keying
 * @param keying how the key is found
 * @param windowing which windows there are
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
public record WindowOperations<K, T, W extends Window>(
        Program program, Transformation<T> input, Keying<T, K> keying, Windowing<T, W> windowing) {
    /** Refuses what could not run. */
    public WindowOperations {
        SerializableCheck.require(windowing, "window()");
        if (windowing.assigner() instanceof MergingWindowAssigner<?, ?>
                && !windowing.trigger().canMerge()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The trigger " + windowing.trigger() + " cannot serve the windows of " + windowing.assigner()
                            + ", which merge: choose one whose canMerge() is true.");
        }
    }

    /** Combines the records of each window into one. */
    public Transformation<T> reduce(ReduceFunction<T> function) {
        return add(reduced(function, "reduce()"), WindowFunctions.emitting(), typeOfRecords());
    }

    /** Combines the records of each window into one, and gives that to a function. */
    public <O> Transformation<O> reduce(
            ReduceFunction<T> reducer, ProcessWindowFunction<T, O, K, W> function, TypeInformation<O> type) {
        return add(reduced(reducer, "reduce()"), function, type);
    }

    private WindowContents<T, T> reduced(ReduceFunction<T> function, String where) {
        requirePlain(function, where);
        return new WindowContents.Reduced<>(function, typeOfRecords());
    }

    /** Aggregates the records of each window. */
    public <A, R> Transformation<R> aggregate(
            AggregateFunction<T, A, R> function, TypeInformation<A> accumulatorType, TypeInformation<R> type) {
        return aggregate(function, accumulatorType, WindowFunctions.emitting(), type);
    }

    /** Aggregates the records of each window, and gives the result to a function. */
    public <A, R, O> Transformation<O> aggregate(
            AggregateFunction<T, A, R> aggregator,
            TypeInformation<A> accumulatorType,
            ProcessWindowFunction<R, O, K, W> function,
            TypeInformation<O> type) {
        requirePlain(aggregator, "aggregate()");
        return add(new WindowContents.Aggregated<>(aggregator, accumulatorType), function, type);
    }

    /** Gives all records of each window to a function. */
    public <O> Transformation<O> process(ProcessWindowFunction<T, O, K, W> function, TypeInformation<O> type) {
        return add(new WindowContents.Elements<>(typeOfRecords()), function, type);
    }

    private <R, O> Transformation<O> add(
            WindowContents<T, R> contents, ProcessWindowFunction<R, O, K, W> function, TypeInformation<O> type) {
        SerializableCheck.require(function, "the function of a window");
        return program.add(new WindowTransformation<>(
                program.newOperation("Window", type),
                input,
                new WindowComputation<>(keying, windowing, contents, function)));
    }

    private TypeInformation<T> typeOfRecords() {
        return input.settings().outputType();
    }

    private static void requirePlain(Function function, String where) {
        SerializableCheck.require(function, where);
        if (function instanceof RichFunction) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The function of " + where + " on a window cannot be a rich function, because windows merge what it"
                            + " makes: do what needs a context in a ProcessWindowFunction, as the second argument.");
        }
    }
}

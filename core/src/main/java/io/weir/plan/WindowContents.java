package io.weir.plan;

import io.weir.functions.AggregateFunction;
import io.weir.functions.ReduceFunction;
import io.weir.types.TypeInformation;
import java.io.Serializable;

/**
 * What is kept of the records of a window, and what is handed to the window's function.
 *
 * @param <T> the type of the records
 * @param <R> the type of what is handed on
 */
public sealed interface WindowContents<T, R> extends Serializable {
    /**
     * All records.
     *
     * @param type their type
     * @param <T> their type
     */
    record Elements<T>(TypeInformation<T> type) implements WindowContents<T, T> {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The records combined into one.
     *
     * @param function combines two
     * @param type their type
     * @param <T> their type
     */
    record Reduced<T>(ReduceFunction<T> function, TypeInformation<T> type) implements WindowContents<T, T> {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The records in an accumulator.
     *
     * @param function aggregates
     * @param accumulatorType the type of the accumulator
     * @param <T> the type of the records
     * @param <A> the type of the accumulator
     * @param <R> the type of the result
     */
    record Aggregated<T, A, R>(AggregateFunction<T, A, R> function, TypeInformation<A> accumulatorType)
            implements WindowContents<T, R> {
        private static final long serialVersionUID = 1L;
    }
}

package io.weir.state;

import java.io.Serializable;

/**
 * Aggregates values in an accumulator. State knows functions by this alone, because functions know state through their
 * runtime context.
 *
 * @param <IN> the type of the values
 * @param <ACC> the type of the accumulator
 * @param <OUT> the type of the result
 */
public interface AggregateOperation<IN, ACC, OUT> extends Serializable {
    /** Returns an accumulator of nothing. */
    ACC createAccumulator();

    /**
     * Adds a value.
     *
     * @param value the value
     * @param accumulator what was added before; may be changed and returned
     * @return the accumulator with the value
     */
    ACC add(IN value, ACC accumulator);

    /**
     * Returns the result.
     *
     * @param accumulator all values; must not be changed
     * @return the result
     */
    OUT getResult(ACC accumulator);

    /**
     * Merges two accumulators. Needed by session windows, sliding windows and combiners only.
     *
     * @param first an accumulator; may be changed and returned
     * @param second another one; must not be changed
     * @return an accumulator of the values of both
     */
    ACC merge(ACC first, ACC second);
}

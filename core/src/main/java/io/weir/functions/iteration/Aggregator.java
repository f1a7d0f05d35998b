package io.weir.functions.iteration;

import java.io.Serializable;

/**
 * Combines a value from what the parallel instances of an iteration's functions give it in one superstep. Each instance
 * has one of its own; at the end of the superstep their aggregates are combined by {@link #aggregate}, and functions get
 * the result in the next superstep. The task's thread owns it.
 *
 * @param <T> the type of the value
 */
public interface Aggregator<T extends Serializable> extends Serializable {
    /** Returns the aggregate of all values since the last {@link #reset}. */
    T getAggregate();

    /**
     * Adds a value.
     *
     * @param value the value, or an aggregate of several
     */
    void aggregate(T value);

    /** Begins anew, without any value. */
    void reset();
}

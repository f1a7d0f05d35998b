package io.weir.functions.accumulators;

import java.io.Serializable;

/**
 * Takes values up while a job runs, and becomes a part of the job's result: each parallel instance of a function has one of
 * its own, and those of the instances that have succeeded are merged when the job has finished. The thread of the task owns
 * it; it travels to the program as a serialized object.
 *
 * @param <V> the type of the values
 * @param <R> the type of the result
 */
public interface Accumulator<V, R extends Serializable> extends Serializable {
    /**
     * Takes a value up.
     *
     * @param value the value
     */
    void add(V value);

    /** Returns what this instance has taken up so far. */
    R getLocalValue();

    /** Begins again with nothing. */
    void resetLocal();

    /**
     * Takes up what another instance has taken up.
     *
     * @param other the accumulator of the other instance
     */
    void merge(Accumulator<V, R> other);
}

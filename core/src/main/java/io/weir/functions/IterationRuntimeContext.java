package io.weir.functions;

import io.weir.functions.iteration.Aggregator;
import java.io.Serializable;

/**
 * What the functions of an iteration can learn, too. Rich functions are opened at the beginning of each superstep and
 * closed at its end. The task's thread owns it.
 */
public interface IterationRuntimeContext extends RuntimeContext {
    /** Returns the number of the superstep, from 1. */
    int getSuperstepNumber();

    /**
     * Returns this instance's part of an aggregator.
     *
     * @param name the name it was registered with
     * @param <A> its class
     */
    <A extends Aggregator<?>> A getIterationAggregator(String name);

    /**
     * Returns what all instances have aggregated in the superstep before, or null in the first.
     *
     * @param name the name the aggregator was registered with
     * @param <T> the type of its value
     */
    <T extends Serializable> T getPreviousIterationAggregate(String name);
}

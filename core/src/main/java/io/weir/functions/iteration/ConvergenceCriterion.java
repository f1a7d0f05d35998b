package io.weir.functions.iteration;

import java.io.Serializable;

/**
 * Decides by an aggregate whether an iteration has come to its end. It has to decide by its arguments alone: each instance
 * of the iteration asks a copy of its own.
 *
 * @param <T> the type of the aggregate
 */
@FunctionalInterface
public interface ConvergenceCriterion<T extends Serializable> extends Serializable {
    /**
     * Returns whether the superstep that has ended was the last.
     *
     * @param superstep its number, from 1
     * @param aggregate the aggregate of all instances
     */
    boolean isConverged(int superstep, T aggregate);
}

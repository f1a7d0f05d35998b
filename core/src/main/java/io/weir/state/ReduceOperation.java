package io.weir.state;

import java.io.Serializable;

/**
 * Combines two values into one of their type; associative. State knows functions by this alone, because functions know
 * state through their runtime context.
 *
 * @param <T> the type of the values
 */
public interface ReduceOperation<T> extends Serializable {
    /**
     * Combines two values.
     *
     * @param first the values combined so far, or one value; may be changed and returned
     * @param second another value
     * @return the combination
     * @throws Exception any failure; it fails the task
     */
    T reduce(T first, T second) throws Exception;
}

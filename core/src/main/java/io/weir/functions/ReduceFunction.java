package io.weir.functions;

import io.weir.state.ReduceOperation;

/** Combines two values of one type into one. The order in which values are combined is not fixed. */
@FunctionalInterface
public interface ReduceFunction<T> extends Function, ReduceOperation<T> {
    /**
     * Combines two values into one.
     *
     * @param first the value combined so far
     * @param second the value to add
     * @return the combined value, which may be one of the two
     * @throws Exception any failure; it fails the task
     */
    @Override
    T reduce(T first, T second) throws Exception;
}

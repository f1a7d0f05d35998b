package io.weir.functions;

/** Combines two values of one type into one. The order in which values are combined is not fixed. */
@FunctionalInterface
public interface ReduceFunction<T> extends Function {
    /**
     * Combines two values into one.
     *
     * @param first the value combined so far
     * @param second the value to add
     * @return the combined value, which may be one of the two
     * @throws Exception any failure; it fails the task
     */
    T reduce(T first, T second) throws Exception;
}

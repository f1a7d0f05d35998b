package io.weir.functions;

/**
 * A {@link SourceFunction} that may run with more than one instance.
 *
 * @param <T> the type of the records
 */
public interface ParallelSourceFunction<T> extends SourceFunction<T> {}

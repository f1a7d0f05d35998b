package io.weir.state;

/**
 * The combination of all values added for a key.
 *
 * @param <T> the type of the values
 */
public interface ReducingState<T> extends MergingState<T, T> {}

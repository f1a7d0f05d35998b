package io.weir.state;

/**
 * The aggregate of all values added for a key.
 *
 * @param <IN> the type of the values
 * @param <OUT> the type of the result
 */
public interface AggregatingState<IN, OUT> extends MergingState<IN, OUT> {}

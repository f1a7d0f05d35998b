package io.weir.state;

/**
 * State of which two can become one, as when sessions merge.
 *
 * @param <IN> the type of what is added
 * @param <OUT> the type of what comes out
 */
public interface MergingState<IN, OUT> extends AppendingState<IN, OUT> {}

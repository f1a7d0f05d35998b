package io.weir.functions;

import io.weir.state.AggregateOperation;

/**
 * Aggregates values in an accumulator, whose type may differ from theirs and from that of the result. It cannot be a
 * rich function, because it also runs where there is no task of its own.
 *
 * @param <IN> the type of the values
 * @param <ACC> the type of the accumulator
 * @param <OUT> the type of the result
 */
public interface AggregateFunction<IN, ACC, OUT> extends Function, AggregateOperation<IN, ACC, OUT> {}

package io.weir.functions.accumulators;

import java.io.Serializable;

/**
 * An accumulator whose result is of the type of its values. The task's thread owns it.
 *
 * @param <T> the type of the values and of the result
 */
public interface SimpleAccumulator<T extends Serializable> extends Accumulator<T, T> {}

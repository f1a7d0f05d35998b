package io.weir.plan;

import io.weir.functions.ProcessWindowFunction;
import io.weir.windowing.windows.Window;
import java.io.Serializable;

/**
 * What is computed of the windows of a stream.
 *
 * @param keying how the key is found
 * @param windowing which windows there are
 * @param contents what is kept of their records
 * @param function computes the results of a window
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <R> the type of what the function gets
 * @param <O> the type of the results
 * @param <W> the type of the windows
 */
public record WindowComputation<K, T, R, O, W extends Window>(
        Keying<T, K> keying,
        Windowing<T, W> windowing,
        WindowContents<T, R> contents,
        ProcessWindowFunction<R, O, K, W> function)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}

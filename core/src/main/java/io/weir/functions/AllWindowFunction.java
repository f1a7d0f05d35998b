package io.weir.functions;

import io.weir.windowing.windows.Window;

/**
 * Computes something of a window of a stream without keys.
 *
 * @param <IN> the type of the window's records
 * @param <OUT> the type of the results
 * @param <W> the type of the windows
 */
@FunctionalInterface
public interface AllWindowFunction<IN, OUT, W extends Window> extends Function {
    /**
     * Computes something of a window.
     *
     * @param window the window
     * @param values its records
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void apply(W window, Iterable<IN> values, Collector<OUT> out) throws Exception;
}

package io.weir.functions;

import io.weir.windowing.windows.Window;

/**
 * Computes something of a window of one key.
 *
 * @param <IN> the type of the window's records
 * @param <OUT> the type of the results
 * @param <KEY> the type of the key
 * @param <W> the type of the windows
 */
@FunctionalInterface
public interface WindowFunction<IN, OUT, KEY, W extends Window> extends Function {
    /**
     * Computes something of a window.
     *
     * @param key the key
     * @param window the window
     * @param input its records
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void apply(KEY key, W window, Iterable<IN> input, Collector<OUT> out) throws Exception;
}

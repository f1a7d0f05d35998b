package io.weir.functions;

import io.weir.state.KeyedStateStore;
import io.weir.windowing.windows.Window;

/**
 * Computes something of a window of one key, with state of the window and of the key.
 *
 * @param <IN> the type of the window's records
 * @param <OUT> the type of the results
 * @param <KEY> the type of the key
 * @param <W> the type of the windows
 */
public abstract class ProcessWindowFunction<IN, OUT, KEY, W extends Window> extends AbstractRichFunction {
    private static final long serialVersionUID = 1L;

    /**
     * Computes something of a window.
     *
     * @param key the key
     * @param context what is known beside the records; only of use during the call
     * @param elements the window's records, or the one aggregate of them
     * @param out takes results, which have the window's last moment as timestamp
     * @throws Exception any failure; it fails the task
     */
    public abstract void process(KEY key, Context context, Iterable<IN> elements, Collector<OUT> out) throws Exception;

    /**
     * Drops the state of a window that ends. Who uses {@link Context#windowState} clears it here.
     *
     * @param context what is known of the window; only of use during the call
     * @throws Exception any failure; it fails the task
     */
    public void clear(Context context) throws Exception {}

    /** What is known of a window. An inner class, so that programs can write it without type arguments. */
    public abstract class Context {
        /** Returns the window. */
        public abstract W window();

        /** Returns the time of the clock. */
        public abstract long currentProcessingTime();

        /** Returns the last watermark. */
        public abstract long currentWatermark();

        /** Returns state of the key and the window. Windows that merge, such as sessions, have none. */
        public abstract KeyedStateStore windowState();

        /** Returns state of the key, common to all its windows. */
        public abstract KeyedStateStore globalState();

        /**
         * Emits to a side output.
         *
         * @param tag the output
         * @param value the record
         * @param <X> the type of the record
         */
        public abstract <X> void output(OutputTag<X> tag, X value);
    }
}

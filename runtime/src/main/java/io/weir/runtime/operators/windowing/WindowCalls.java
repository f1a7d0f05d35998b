package io.weir.runtime.operators.windowing;

import io.weir.functions.OutputTag;
import io.weir.functions.ProcessWindowFunction;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.UserCode;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.NamespacedStateStore;
import io.weir.state.KeyedStateStore;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.windows.Window;

/**
 * Calls the function that computes windows, with what it is told of each. What it emits has the window's last moment as
 * timestamp. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <R> the type of what the function gets
 * @param <O> the type of the results
 * @param <W> the type of the windows
 */
final class WindowCalls<K, R, O, W extends Window> {
    private final OperatorContext context;
    private final ProcessWindowFunction<R, O, K, W> function;
    private final KeyedStateBackend<K> state;
    private final NamespacedStateStore<W> windowStates;
    private final Progress progress;
    private final TimestampedCollector<O> collector;
    private final Context functionContext;

    /** How far event time has come. */
    @FunctionalInterface
    interface Progress {
        /** Returns the last watermark. */
        long watermark();
    }

    /**
     * Creates it.
     *
     * @param context where the operator runs
     * @param function the function
     * @param state has the key of the window as its current one during calls
     * @param windowStates states of the function per window, or null if windows merge
     * @param progress how far event time has come
     * @param output where results go
     */
    WindowCalls(
            OperatorContext context,
            ProcessWindowFunction<R, O, K, W> function,
            KeyedStateBackend<K> state,
            NamespacedStateStore<W> windowStates,
            Progress progress,
            Output<O> output) {
        this.context = context;
        this.function = function;
        this.state = state;
        this.windowStates = windowStates;
        this.progress = progress;
        this.collector = new TimestampedCollector<>(output);
        this.functionContext = new Context();
    }

    /** Computes a window of the current key. */
    void compute(W window, Iterable<R> contents) throws Exception {
        functionContext.window = window;
        collector.setTimestamp(window.maxTimestamp());
        try {
            function.process(state.currentKey(), functionContext, contents, collector);
        } catch (Throwable e) {
            UserCode.windowFailed(context, e, state.currentKey(), window);
        }
    }

    /** Lets the function drop what it keeps of a window of the current key. */
    void clear(W window) throws Exception {
        functionContext.window = window;
        collector.setTimestamp(window.maxTimestamp());
        try {
            function.clear(functionContext);
        } catch (Throwable e) {
            UserCode.windowFailed(context, e, state.currentKey(), window);
        }
    }

    /** What the function is told beside the records; one object serves all windows. */
    private final class Context extends ProcessWindowFunction<R, O, K, W>.Context {
        private W window;

        Context() {
            function.super();
        }

        @Override
        public W window() {
            return window;
        }

        @Override
        public long currentProcessingTime() {
            return context.processingTime().now();
        }

        @Override
        public long currentWatermark() {
            return progress.watermark();
        }

        @Override
        public KeyedStateStore windowState() {
            if (windowStates == null) {
                throw new WeirException(
                        ErrorCode.INVALID_PROGRAM,
                        "The function of '" + context.operatorName() + "' asks for state per window, but its windows"
                                + " merge: use globalState().");
            }
            windowStates.setCurrentNamespace(window);
            return windowStates;
        }

        @Override
        public KeyedStateStore globalState() {
            return state.states();
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            UserCode.emit(context.sideOutput(tag), value, collector.timestamp());
        }
    }
}

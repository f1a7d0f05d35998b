package io.weir.functions.windowing;

import io.weir.functions.AllWindowFunction;
import io.weir.functions.Collector;
import io.weir.functions.Function;
import io.weir.functions.ProcessAllWindowFunction;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.WindowFunction;
import io.weir.windowing.windows.Window;
import java.lang.reflect.Method;

/** Makes one shape of the functions that compute windows, so that one operator runs them all. Stateless. */
public final class WindowFunctions {
    private WindowFunctions() {}

    /** Returns a function that emits what it gets. */
    public static <T, KEY, W extends Window> ProcessWindowFunction<T, T, KEY, W> emitting() {
        return new Emitting<>();
    }

    /** Returns a function that asks another one. */
    public static <IN, OUT, KEY, W extends Window> ProcessWindowFunction<IN, OUT, KEY, W> of(
            WindowFunction<IN, OUT, KEY, W> function) {
        return new OfKey<>(function);
    }

    /** Returns a function that asks another one, which knows no keys. */
    public static <IN, OUT, KEY, W extends Window> ProcessWindowFunction<IN, OUT, KEY, W> ofAll(
            AllWindowFunction<IN, OUT, W> function) {
        return new OfAll<>(function);
    }

    /** Returns a function that asks another one, which knows no keys. */
    public static <IN, OUT, KEY, W extends Window> ProcessWindowFunction<IN, OUT, KEY, W> ofAll(
            ProcessAllWindowFunction<IN, OUT, W> function) {
        return new ProcessingAll<>(function);
    }

    /** Returns whether a function emits just what it gets. */
    public static boolean isEmitting(ProcessWindowFunction<?, ?, ?, ?> function) {
        return function instanceof Emitting;
    }

    /** Returns whether a function wants to be told that a window ends. */
    public static boolean isTold(ProcessWindowFunction<?, ?, ?, ?> function) {
        Function told = function instanceof ProcessingAll<?, ?, ?, ?> all ? all.wrapped : function;
        for (Class<?> c = told.getClass(); c != Object.class; c = c.getSuperclass()) {
            for (Method method : c.getDeclaredMethods()) {
                if (method.getName().equals("clear") && method.getParameterCount() == 1 && !method.isBridge()) {
                    return c != ProcessWindowFunction.class && c != ProcessAllWindowFunction.class;
                }
            }
        }
        return false;
    }

    private static final class Emitting<T, KEY, W extends Window> extends ProcessWindowFunction<T, T, KEY, W> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(KEY key, Context context, Iterable<T> elements, Collector<T> out) {
            for (T element : elements) {
                out.collect(element);
            }
        }
    }

    private static final class OfKey<IN, OUT, KEY, W extends Window>
            extends WrappingWindowFunction<WindowFunction<IN, OUT, KEY, W>, IN, OUT, KEY, W> {
        private static final long serialVersionUID = 1L;

        OfKey(WindowFunction<IN, OUT, KEY, W> function) {
            super(function);
        }

        @Override
        public void process(KEY key, Context context, Iterable<IN> elements, Collector<OUT> out) throws Exception {
            wrapped.apply(key, context.window(), elements, out);
        }
    }

    private static final class OfAll<IN, OUT, KEY, W extends Window>
            extends WrappingWindowFunction<AllWindowFunction<IN, OUT, W>, IN, OUT, KEY, W> {
        private static final long serialVersionUID = 1L;

        OfAll(AllWindowFunction<IN, OUT, W> function) {
            super(function);
        }

        @Override
        public void process(KEY key, Context context, Iterable<IN> elements, Collector<OUT> out) throws Exception {
            wrapped.apply(context.window(), elements, out);
        }
    }

    private static final class ProcessingAll<IN, OUT, KEY, W extends Window>
            extends WrappingWindowFunction<ProcessAllWindowFunction<IN, OUT, W>, IN, OUT, KEY, W> {
        private static final long serialVersionUID = 1L;

        ProcessingAll(ProcessAllWindowFunction<IN, OUT, W> function) {
            super(function);
        }

        @Override
        public void process(KEY key, Context context, Iterable<IN> elements, Collector<OUT> out) throws Exception {
            wrapped.process(new ContextOfAll<>(wrapped, context), elements, out);
        }

        @Override
        public void clear(Context context) throws Exception {
            wrapped.clear(new ContextOfAll<>(wrapped, context));
        }
    }
}

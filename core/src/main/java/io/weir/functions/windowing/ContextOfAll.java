package io.weir.functions.windowing;

import io.weir.functions.OutputTag;
import io.weir.functions.ProcessAllWindowFunction;
import io.weir.functions.ProcessWindowFunction;
import io.weir.state.KeyedStateStore;
import io.weir.windowing.windows.Window;

/** What a function without keys is told of a window. It lives for one call, on the task's thread. */
final class ContextOfAll<IN, OUT, W extends Window> extends ProcessAllWindowFunction<IN, OUT, W>.Context {
    private final ProcessWindowFunction<IN, OUT, ?, W>.Context context;

    ContextOfAll(ProcessAllWindowFunction<IN, OUT, W> function, ProcessWindowFunction<IN, OUT, ?, W>.Context context) {
        function.super();
        this.context = context;
    }

    @Override
    public W window() {
        return context.window();
    }

    @Override
    public KeyedStateStore windowState() {
        return context.windowState();
    }

    @Override
    public KeyedStateStore globalState() {
        return context.globalState();
    }

    @Override
    public <X> void output(OutputTag<X> tag, X value) {
        context.output(tag, value);
    }
}

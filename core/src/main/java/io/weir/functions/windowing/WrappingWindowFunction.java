package io.weir.functions.windowing;

import io.weir.functions.Function;
import io.weir.functions.OpenContext;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.RichFunction;
import io.weir.functions.RuntimeContext;
import io.weir.windowing.windows.Window;

/** A window function of another shape, with its life. The task's thread owns it. */
abstract class WrappingWindowFunction<F extends Function, IN, OUT, KEY, W extends Window>
        extends ProcessWindowFunction<IN, OUT, KEY, W> {
    private static final long serialVersionUID = 1L;

    final F wrapped;

    WrappingWindowFunction(F wrapped) {
        this.wrapped = wrapped;
    }

    @Override
    public final void setRuntimeContext(RuntimeContext context) {
        super.setRuntimeContext(context);
        if (wrapped instanceof RichFunction rich) {
            rich.setRuntimeContext(context);
        }
    }

    @Override
    public final void open(OpenContext openContext) throws Exception {
        if (wrapped instanceof RichFunction rich) {
            rich.open(openContext);
        }
    }

    @Override
    public final void close() throws Exception {
        if (wrapped instanceof RichFunction rich) {
            rich.close();
        }
    }
}

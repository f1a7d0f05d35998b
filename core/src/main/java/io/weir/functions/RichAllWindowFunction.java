package io.weir.functions;

import io.weir.windowing.windows.Window;

/** An {@link AllWindowFunction} with a life and a runtime context. */
public abstract class RichAllWindowFunction<IN, OUT, W extends Window> extends AbstractRichFunction
        implements AllWindowFunction<IN, OUT, W> {
    private static final long serialVersionUID = 1L;
}

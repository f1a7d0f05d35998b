package io.weir.functions;

import io.weir.windowing.windows.Window;

/** A {@link WindowFunction} with a life and a runtime context. */
public abstract class RichWindowFunction<IN, OUT, KEY, W extends Window> extends AbstractRichFunction
        implements WindowFunction<IN, OUT, KEY, W> {
    private static final long serialVersionUID = 1L;
}

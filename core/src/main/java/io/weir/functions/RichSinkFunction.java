package io.weir.functions;

/** A {@link SinkFunction} with a life and a runtime context. */
public abstract class RichSinkFunction<T> extends AbstractRichFunction implements SinkFunction<T> {
    private static final long serialVersionUID = 1L;
}

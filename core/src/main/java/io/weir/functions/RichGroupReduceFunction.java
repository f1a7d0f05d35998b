package io.weir.functions;

/** A {@link GroupReduceFunction} with a life and a runtime context. */
public abstract class RichGroupReduceFunction<T, O> extends AbstractRichFunction implements GroupReduceFunction<T, O> {
    private static final long serialVersionUID = 1L;
}

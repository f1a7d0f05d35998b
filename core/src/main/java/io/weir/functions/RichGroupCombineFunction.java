package io.weir.functions;

/** A {@link GroupCombineFunction} with a life and a runtime context. */
public abstract class RichGroupCombineFunction<T, O> extends AbstractRichFunction
        implements GroupCombineFunction<T, O> {
    private static final long serialVersionUID = 1L;
}

package io.weir.functions;

/** A {@link MapPartitionFunction} with a life and a runtime context. */
public abstract class RichMapPartitionFunction<T, O> extends AbstractRichFunction
        implements MapPartitionFunction<T, O> {
    private static final long serialVersionUID = 1L;
}

package io.weir.functions;

/**
 * A {@link ParallelSourceFunction} with a life and a runtime context.
 *
 * @param <T> the type of the records
 */
public abstract class RichParallelSourceFunction<T> extends AbstractRichFunction implements ParallelSourceFunction<T> {
    private static final long serialVersionUID = 1L;
}

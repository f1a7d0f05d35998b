package io.weir.functions;

/**
 * A {@link SourceFunction} with a life and a runtime context.
 *
 * @param <T> the type of the records
 */
public abstract class RichSourceFunction<T> extends AbstractRichFunction implements SourceFunction<T> {
    private static final long serialVersionUID = 1L;
}

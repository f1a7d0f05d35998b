package io.weir.functions.async;

import io.weir.functions.AbstractRichFunction;

/**
 * An {@link AsyncFunction} with a life and a context.
 *
 * @param <I> the type of the input
 * @param <O> the type of the results
 */
public abstract class RichAsyncFunction<I, O> extends AbstractRichFunction implements AsyncFunction<I, O> {
    private static final long serialVersionUID = 1L;
}

package io.weir.functions;

/**
 * A {@link CoFlatMapFunction} with a life and a context.
 *
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public abstract class RichCoFlatMapFunction<A, B, O> extends AbstractRichFunction
        implements CoFlatMapFunction<A, B, O> {
    private static final long serialVersionUID = 1L;
}

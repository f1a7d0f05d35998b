package io.weir.functions;

/** A {@link CrossFunction} with a life and a runtime context. */
public abstract class RichCrossFunction<IN1, IN2, OUT> extends AbstractRichFunction
        implements CrossFunction<IN1, IN2, OUT> {
    private static final long serialVersionUID = 1L;
}

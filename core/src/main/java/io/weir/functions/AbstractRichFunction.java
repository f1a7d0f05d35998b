package io.weir.functions;

/** The usual base of rich functions: it keeps the context, and opening and closing do nothing. */
public abstract class AbstractRichFunction implements RichFunction {
    private static final long serialVersionUID = 1L;

    private transient RuntimeContext runtimeContext;

    @Override
    public void setRuntimeContext(RuntimeContext context) {
        this.runtimeContext = context;
    }

    @Override
    public RuntimeContext getRuntimeContext() {
        if (runtimeContext == null) {
            throw new IllegalStateException("The runtime context is known from open() on, not before.");
        }
        return runtimeContext;
    }

    /**
     * Returns what the function can learn about the iteration that it is a part of.
     *
     * @throws IllegalStateException if it is not part of an iteration
     */
    public IterationRuntimeContext getIterationRuntimeContext() {
        if (getRuntimeContext() instanceof IterationRuntimeContext iteration) {
            return iteration;
        }
        throw new IllegalStateException(
                "The function is not part of an iteration: no input of it comes from iterate().");
    }

    @Override
    public void open(OpenContext openContext) throws Exception {}

    @Override
    public void close() throws Exception {}
}

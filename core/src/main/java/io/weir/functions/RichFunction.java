package io.weir.functions;

/** A function with a life: it is opened before its first and closed after its last call. */
public interface RichFunction extends Function {
    /**
     * Prepares the function. Called once, on the task's thread, before any other call.
     *
     * @param openContext what the engine tells beyond the runtime context
     * @throws Exception any failure; it fails the task
     */
    void open(OpenContext openContext) throws Exception;

    /**
     * Releases what the function holds. Called once, also when the task failed or was canceled.
     *
     * @throws Exception any failure; it fails the task
     */
    void close() throws Exception;

    /** Returns what the function can learn about where it runs. */
    RuntimeContext getRuntimeContext();

    /**
     * Hands the context to the function. Called by the engine before {@link #open}.
     *
     * @param context the context
     */
    void setRuntimeContext(RuntimeContext context);
}

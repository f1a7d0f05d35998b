package io.weir.functions;

/**
 * Turns each record of a stream, and of a broadcast stream that every instance gets, into any number of others.
 *
 * @param <A> the type of the stream
 * @param <B> the type of the broadcast stream
 * @param <O> the type of the output
 */
public abstract class BroadcastProcessFunction<A, B, O> extends BaseBroadcastProcessFunction {
    private static final long serialVersionUID = 1L;

    /**
     * Takes a record of the stream.
     *
     * @param value the record
     * @param context what is known beside it; only of use during the call
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    public abstract void processElement(A value, ReadOnlyContext context, Collector<O> out) throws Exception;

    /**
     * Takes a record of the broadcast stream. Every instance gets it and must change the broadcast state alike.
     *
     * @param value the record
     * @param context what is known beside it; only of use during the call
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    public abstract void processBroadcastElement(B value, Context context, Collector<O> out) throws Exception;

    /** What is known beside a broadcast record. */
    public abstract class Context extends BaseBroadcastProcessFunction.Context {}

    /** What is known beside a record of the stream. */
    public abstract class ReadOnlyContext extends BaseBroadcastProcessFunction.ReadOnlyContext {}
}

package io.weir.runtime.operators;

import java.util.List;

/**
 * The operator of a task without inputs: it makes records by itself. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public abstract class HeadOperator<T> extends Operator<Void, T> implements ChainInput {
    /**
     * Creates an operator.
     *
     * @param output where its results go
     */
    protected HeadOperator(Output<T> output) {
        super(output);
    }

    /** Returns how many records it has made. */
    public abstract long emitted();

    /**
     * Takes splits from the JobManager.
     *
     * @param splits the serialized splits
     * @param version the version of their serializer
     * @param noMore whether these are the last
     * @throws Exception any failure; it fails the task
     */
    public void addSplits(List<byte[]> splits, int version, boolean noMore) throws Exception {
        throw new IllegalStateException(getClass().getSimpleName() + " takes no splits");
    }

    @Override
    public final void collect(Void value, long timestamp) {
        throw new IllegalStateException(getClass().getSimpleName() + " has no input");
    }

    /** Ends event time: nothing later will come. */
    @Override
    public void finish() throws Exception {
        output.watermark(Long.MAX_VALUE);
    }
}

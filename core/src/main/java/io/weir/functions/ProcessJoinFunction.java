package io.weir.functions;

/**
 * Takes pairs of joined records.
 *
 * @param <L> the type of the left records
 * @param <R> the type of the right records
 * @param <O> the type of the output
 */
public abstract class ProcessJoinFunction<L, R, O> extends AbstractRichFunction {
    private static final long serialVersionUID = 1L;

    /**
     * Takes a pair.
     *
     * @param left the left record
     * @param right the right record
     * @param context what is known beside it; only of use during the call
     * @param out takes results, which have the later of both timestamps
     * @throws Exception any failure; it fails the task
     */
    public abstract void processElement(L left, R right, Context context, Collector<O> out) throws Exception;

    /** What is known beside a pair. An inner class, so that programs can write it without type arguments. */
    public abstract class Context {
        /** Returns the timestamp of the left record. */
        public abstract long getLeftTimestamp();

        /** Returns the timestamp of the right record. */
        public abstract long getRightTimestamp();

        /** Returns the later of both timestamps. */
        public abstract long getTimestamp();

        /**
         * Emits to a side output.
         *
         * @param tag the output
         * @param value the record
         * @param <X> the type of the record
         */
        public abstract <X> void output(OutputTag<X> tag, X value);
    }
}

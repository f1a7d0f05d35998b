package io.weir.functions;

import io.weir.time.Watermark;

/**
 * A source as a loop, for small programs and tests. It runs on a thread of its own and with one instance, unless it is
 * a {@link ParallelSourceFunction}.
 *
 * @param <T> the type of the records
 */
public interface SourceFunction<T> extends Function {
    /**
     * Emits records until there are no more or {@link #cancel} was called.
     *
     * @param context takes the records
     * @throws Exception any failure; it fails the task
     */
    void run(SourceContext<T> context) throws Exception;

    /** Makes {@link #run} return soon. Called from another thread, so a flag that it sets has to be volatile. */
    void cancel();

    /**
     * Takes what a source emits.
     *
     * @param <T> the type of the records
     */
    interface SourceContext<T> {
        /**
         * Emits a record without a timestamp.
         *
         * @param value the record
         */
        void collect(T value);

        /**
         * Emits a record with an event timestamp.
         *
         * @param value the record
         * @param timestamp milliseconds since 1970-01-01T00:00Z
         */
        void collectWithTimestamp(T value, long timestamp);

        /**
         * Says how far event time has come.
         *
         * @param watermark how far; no record with this timestamp or an earlier one should follow
         */
        void emitWatermark(Watermark watermark);

        /** Says that nothing comes for now: event time goes on without this source until it emits again. */
        void markAsTemporarilyIdle();

        /** Returns the lock under which a record and the source's own position must be changed together. */
        Object getCheckpointLock();
    }
}

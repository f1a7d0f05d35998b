package io.weir.connector;

import java.io.IOException;

/**
 * Writes the records of one parallel instance. All calls come from the task's thread.
 *
 * @param <T> the type of the records
 */
public interface SinkWriter<T> extends AutoCloseable {
    /**
     * Writes a record.
     *
     * @param value the record
     * @param timestamp milliseconds since 1970-01-01T00:00Z, or {@link Long#MIN_VALUE} if it has none
     * @throws IOException any failure; it fails the task
     */
    void write(T value, long timestamp) throws IOException;

    /**
     * Makes all that was written durable.
     *
     * @param endOfInput whether no record will follow
     * @throws IOException any failure; it fails the task
     */
    void flush(boolean endOfInput) throws IOException;

    /**
     * Learns that what follows, up to the next {@link #flush}, is for a savepoint. Other jobs may start from it, or from
     * several copies of it: so it should not count on output that this writer goes on with.
     *
     * @throws IOException any failure; it fails the task
     */
    default void prepareSavepoint() throws IOException {}

    /** Releases what the writer holds; without a preceding {@code flush(true)} its output is discarded. */
    @Override
    void close() throws IOException;
}

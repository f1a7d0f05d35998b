package io.weir.connector;

/**
 * Takes the records of a reader.
 *
 * @param <T> the type of the records
 */
public interface ReaderOutput<T> {
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
    void collect(T value, long timestamp);
}

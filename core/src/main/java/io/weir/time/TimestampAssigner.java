package io.weir.time;

/**
 * Tells the event time of a record.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface TimestampAssigner<T> {
    /** The timestamp of a record that has none. */
    long NO_TIMESTAMP = Long.MIN_VALUE;

    /**
     * Returns the event time of a record.
     *
     * @param element the record
     * @param recordTimestamp the timestamp it has already, as from its source, or {@link #NO_TIMESTAMP}
     * @return milliseconds since 1970-01-01T00:00Z
     */
    long extractTimestamp(T element, long recordTimestamp);
}

package io.weir.windowing.evictors;

/**
 * A record of a window with its timestamp.
 *
 * @param value the record
 * @param timestamp its timestamp, or {@link Long#MIN_VALUE} if it has none
 * @param <T> the type of the record
 */
public record TimestampedValue<T>(T value, long timestamp) {
    /** Returns the record. */
    public T getValue() {
        return value;
    }

    /** Returns the timestamp. */
    public long getTimestamp() {
        return timestamp;
    }

    /** Returns whether there is a timestamp. */
    public boolean hasTimestamp() {
        return timestamp != Long.MIN_VALUE;
    }
}

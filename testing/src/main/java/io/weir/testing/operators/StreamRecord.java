package io.weir.testing.operators;

/**
 * A record with its timestamp.
 *
 * @param value the record
 * @param timestamp milliseconds since 1970-01-01T00:00Z, or null if it has none
 * @param <T> the type of the record
 */
public record StreamRecord<T>(T value, Long timestamp) implements StreamElement<T> {
    /**
     * Makes one without a timestamp.
     *
     * @param value the record
     */
    public StreamRecord(T value) {
        this(value, null);
    }

    /** Returns the record. */
    public T getValue() {
        return value;
    }

    /** Returns whether it has a timestamp. */
    public boolean hasTimestamp() {
        return timestamp != null;
    }

    /** Returns the timestamp; {@code Long.MIN_VALUE} if it has none. */
    public long getTimestamp() {
        return timestamp == null ? Long.MIN_VALUE : timestamp;
    }
}

package io.weir.time;

import java.time.Instant;

/**
 * Says how far event time has come: no record with this timestamp or an earlier one is expected any more.
 *
 * @param timestamp milliseconds since 1970-01-01T00:00Z
 */
public record Watermark(long timestamp) implements Comparable<Watermark> {
    /** The end of event time: nothing will come any more. */
    public static final Watermark MAX_WATERMARK = new Watermark(Long.MAX_VALUE);

    /** Returns milliseconds since 1970-01-01T00:00Z. */
    public long getTimestamp() {
        return timestamp;
    }

    /** Returns the time for people, in UTC. */
    public String getFormattedTimestamp() {
        return timestamp == Long.MAX_VALUE || timestamp == Long.MIN_VALUE
                ? Long.toString(timestamp)
                : Instant.ofEpochMilli(timestamp).toString();
    }

    @Override
    public int compareTo(Watermark other) {
        return Long.compare(timestamp, other.timestamp);
    }
}

package io.weir.windowing.assigners;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** Refuses records with whose timestamps there can be no windows. Stateless. */
public final class EventTimestamps {
    private EventTimestamps() {}

    static long require(long timestamp, String assigner) {
        if (timestamp == Long.MIN_VALUE) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    assigner
                            + " met a record without a timestamp: call assignTimestampsAndWatermarks() before window(),"
                            + " or use windows of processing time.");
        }
        return timestamp;
    }

    /**
     * Makes the failure of a record whose windows would not end before the end of time, or begin before its beginning.
     *
     * @param timestamp the record's timestamp
     * @return the failure
     */
    public static IllegalArgumentException tooFar(long timestamp) {
        return new IllegalArgumentException("No window can hold the timestamp " + timestamp
                + ", which is too near to the end of what a long can tell: correct it in the timestamp assigner, or let such"
                + " records be skipped by setRecordErrorPolicy()");
    }
}

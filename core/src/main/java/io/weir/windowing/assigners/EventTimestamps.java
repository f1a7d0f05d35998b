package io.weir.windowing.assigners;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** Refuses records without timestamps where windows need them. Stateless. */
final class EventTimestamps {
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
}

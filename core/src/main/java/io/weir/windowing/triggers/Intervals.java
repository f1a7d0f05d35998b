package io.weir.windowing.triggers;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;

/** Checks the distances at which triggers fire. Stateless. */
final class Intervals {
    private Intervals() {}

    static long require(Duration interval) {
        long millis = interval.toMillis();
        if (millis < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "A continuous trigger needs an interval of at least a millisecond, not " + interval + ".");
        }
        return millis;
    }
}

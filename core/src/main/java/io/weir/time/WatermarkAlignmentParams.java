package io.weir.time;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.time.Duration;

/**
 * Which sources wait for each other, and how.
 *
 * @param group the name that the sources of a job share which wait for each other
 * @param maxAllowedDrift how far one may be ahead of the one that is most behind, in event time
 * @param updateInterval how often they compare
 */
public record WatermarkAlignmentParams(String group, Duration maxAllowedDrift, Duration updateInterval)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Refuses what makes no sense. */
    public WatermarkAlignmentParams {
        if (group == null || group.isBlank()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "withWatermarkAlignment() needs a group's name, which is empty.");
        }
        if (maxAllowedDrift.isNegative()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "withWatermarkAlignment() takes a drift of 0 or more, not " + maxAllowedDrift + ".");
        }
        if (updateInterval.toMillis() < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "withWatermarkAlignment() takes an update interval of at least 1 ms, not " + updateInterval + ".");
        }
    }
}

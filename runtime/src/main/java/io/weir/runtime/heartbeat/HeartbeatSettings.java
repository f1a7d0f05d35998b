package io.weir.runtime.heartbeat;

import io.weir.configuration.Configuration;
import io.weir.configuration.HeartbeatOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;

/**
 * How often peers give signs of life, and how long they may be silent.
 *
 * @param interval the time between two signs
 * @param timeout how long a peer may be silent
 */
public record HeartbeatSettings(Duration interval, Duration timeout) {
    /** Checks that one lost sign does not mean a lost peer. */
    public HeartbeatSettings {
        if (timeout.compareTo(interval) <= 0) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The option heartbeat.timeout (" + timeout.toMillis()
                            + " ms) must be longer than heartbeat.interval (" + interval.toMillis() + " ms).");
        }
    }

    /** Returns the time between two signs, or a shorter one. */
    public Duration intervalOr(Duration shorter) {
        return interval.compareTo(shorter) < 0 ? interval : shorter;
    }

    /**
     * Reads the options.
     *
     * @param configuration the options
     * @return the settings
     */
    public static HeartbeatSettings read(Configuration configuration) {
        return new HeartbeatSettings(
                configuration.get(HeartbeatOptions.INTERVAL), configuration.get(HeartbeatOptions.TIMEOUT));
    }
}

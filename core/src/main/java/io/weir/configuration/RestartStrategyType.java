package io.weir.configuration;

import java.util.Locale;

/** How it is decided whether a job that failed starts again, and when. */
public enum RestartStrategyType {
    /** It does not. */
    NONE,
    /** So many times, always after the same time. */
    FIXED_DELAY,
    /** As long as it does not fail too often within a time. */
    FAILURE_RATE,
    /** After a time that grows with each failure, until the job has run well for long. */
    EXPONENTIAL_DELAY;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

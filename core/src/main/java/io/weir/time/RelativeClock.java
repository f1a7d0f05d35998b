package io.weir.time;

/** A clock whose readings mean something only beside each other; it may stand still at times. */
public interface RelativeClock {
    /** Returns milliseconds since some time. */
    long relativeTimeMillis();

    /** Returns nanoseconds since some time. */
    long relativeTimeNanos();
}

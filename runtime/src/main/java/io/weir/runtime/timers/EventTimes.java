package io.weir.runtime.timers;

/** Reckons with times that may be at the end of time. Stateless. */
public final class EventTimes {
    private EventTimes() {}

    /**
     * Returns a later time.
     *
     * @param time the time
     * @param millis how much later, 0 or more
     * @return the later time; {@link Long#MAX_VALUE} if that is after the end of time
     */
    public static long plus(long time, long millis) {
        long sum = time + millis;
        return sum >= time ? sum : Long.MAX_VALUE;
    }
}

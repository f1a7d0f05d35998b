package io.weir.time;

/**
 * The time and the timers of the current key. There is at most one timer of a kind per key and time: setting one twice
 * is setting it once. All times are milliseconds since 1970-01-01T00:00Z; all calls come from the task's thread.
 */
public interface TimerService {
    /** Returns the time of the machine's clock. */
    long currentProcessingTime();

    /** Returns the event time that has been reached: the last watermark, {@code Long.MIN_VALUE} before the first. */
    long currentWatermark();

    /**
     * Sets a timer of the current key.
     *
     * @param time when the clock must have reached it; one in the past rings at once, after the record at hand
     */
    void registerProcessingTimeTimer(long time);

    /**
     * Sets a timer of the current key.
     *
     * @param time the watermark that lets it ring; one in the past rings with the next watermark
     */
    void registerEventTimeTimer(long time);

    /** Deletes a timer of the current key, if there is one. */
    void deleteProcessingTimeTimer(long time);

    /** Deletes a timer of the current key, if there is one. */
    void deleteEventTimeTimer(long time);
}

package io.weir.runtime.operators;

import io.weir.runtime.timers.ProcessingTime;
import io.weir.time.RelativeClock;
import java.util.concurrent.TimeUnit;

/**
 * Tells the time that an input had a chance to go on, so that no one takes for idle what only waits for its consumers.
 * It goes by ticks. The task's thread owns it.
 */
final class ActivityClock implements RelativeClock {
    private final ProcessingTime time;
    private long lastTick;
    private long activeMillis;

    ActivityClock(ProcessingTime time) {
        this.time = time;
        this.lastTick = time.now();
    }

    /**
     * Notes the time since the last tick.
     *
     * @param active whether the input could go on
     */
    void tick(boolean active) {
        long now = time.now();
        if (active) {
            activeMillis += Math.max(0, now - lastTick);
        }
        lastTick = now;
    }

    @Override
    public long relativeTimeMillis() {
        return activeMillis;
    }

    @Override
    public long relativeTimeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(activeMillis);
    }
}

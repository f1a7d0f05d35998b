package io.weir.runtime.operators;

import io.weir.time.RelativeClock;
import java.util.concurrent.TimeUnit;

/** Tells the time of another clock, but for the time that it is stopped. The task's thread owns it. */
final class PausedClock implements RelativeClock {
    private final RelativeClock clock;
    private long lostMillis;
    private long stoppedAt;
    private boolean stopped;

    PausedClock(RelativeClock clock) {
        this.clock = clock;
    }

    /** Stops it or lets it go on. */
    void setStopped(boolean stop) {
        if (stop != stopped) {
            long now = clock.relativeTimeMillis();
            if (stop) {
                stoppedAt = now;
            } else {
                lostMillis += now - stoppedAt;
            }
            stopped = stop;
        }
    }

    @Override
    public long relativeTimeMillis() {
        return (stopped ? stoppedAt : clock.relativeTimeMillis()) - lostMillis;
    }

    @Override
    public long relativeTimeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(relativeTimeMillis());
    }
}

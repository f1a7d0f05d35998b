package io.weir.time;

import java.time.Duration;

/**
 * Says that its input is idle when no record has come for a time, so that event time goes on without it; the first
 * record after that makes it active again. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class WatermarksWithIdleness<T> implements WatermarkGenerator<T> {
    private final WatermarkGenerator<T> generator;
    private final RelativeClock clock;
    private final long timeoutMillis;
    private boolean seen;
    private boolean idle;
    private long quietSince;

    /**
     * Creates a generator.
     *
     * @param generator tells the watermarks
     * @param idleTimeout how long there may be no record
     * @param clock what the time is measured by
     */
    public WatermarksWithIdleness(WatermarkGenerator<T> generator, Duration idleTimeout, RelativeClock clock) {
        this.generator = generator;
        this.clock = clock;
        this.timeoutMillis = idleTimeout.toMillis();
        this.quietSince = clock.relativeTimeMillis();
    }

    @Override
    public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {
        // The clock is not asked per record: the next periodic call notes the time.
        seen = true;
        if (idle) {
            idle = false;
            output.markActive();
        }
        generator.onEvent(event, eventTimestamp, output);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        long now = clock.relativeTimeMillis();
        if (seen) {
            seen = false;
            quietSince = now;
        } else if (now - quietSince > timeoutMillis) {
            if (!idle) {
                idle = true;
                output.markIdle();
            }
            return;
        }
        generator.onPeriodicEmit(output);
    }
}

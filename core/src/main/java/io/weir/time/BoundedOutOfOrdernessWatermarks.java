package io.weir.time;

import java.time.Duration;

/**
 * Expects records to come late by no more than a fixed time, counted in event time from the latest record. The task's
 * thread owns it.
 *
 * @param <T> the type of the records
 */
public class BoundedOutOfOrdernessWatermarks<T> implements WatermarkGenerator<T> {
    private final long outOfOrdernessMillis;
    private long maxTimestamp;

    /**
     * Creates a generator.
     *
     * @param maxOutOfOrderness by how much records may come late
     */
    public BoundedOutOfOrdernessWatermarks(Duration maxOutOfOrderness) {
        if (maxOutOfOrderness == null || maxOutOfOrderness.isNegative()) {
            throw new IllegalArgumentException("Out-of-orderness must be 0 or more, but is " + maxOutOfOrderness);
        }
        outOfOrdernessMillis = maxOutOfOrderness.toMillis();
        maxTimestamp = Long.MIN_VALUE + outOfOrdernessMillis + 1;
    }

    @Override
    public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {
        maxTimestamp = Math.max(maxTimestamp, eventTimestamp);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        output.emitWatermark(new Watermark(maxTimestamp - outOfOrdernessMillis - 1));
    }
}

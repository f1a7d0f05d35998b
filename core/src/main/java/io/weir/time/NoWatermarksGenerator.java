package io.weir.time;

/**
 * Never tells how far event time has come: it ends with the input.
 *
 * @param <T> the type of the records
 */
public final class NoWatermarksGenerator<T> implements WatermarkGenerator<T> {
    @Override
    public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {
        // Records tell nothing.
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // Nothing is known.
    }
}

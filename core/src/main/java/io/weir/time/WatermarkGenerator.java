package io.weir.time;

/**
 * Tells from the records how far event time has come, at each record or now and then. The task's thread owns it; there is
 * one per parallel instance, or per split of a source.
 *
 * @param <T> the type of the records
 */
public interface WatermarkGenerator<T> {
    /**
     * Sees a record before it is emitted. What it says of event time follows the record.
     *
     * @param event the record, which it must neither change nor keep
     * @param eventTimestamp its timestamp
     * @param output takes a watermark if the record tells one
     */
    void onEvent(T event, long eventTimestamp, WatermarkOutput output);

    /**
     * Is called every {@code pipeline.auto-watermark-interval}. At the end of the input event time ends by itself.
     *
     * @param output takes the watermark
     */
    void onPeriodicEmit(WatermarkOutput output);
}

package io.weir.connector;

import io.weir.time.WatermarkOutput;

/**
 * Takes the records of a split, or of a reader. A reader whose source knows how far event time has come says so here;
 * that counts as what a {@link io.weir.time.WatermarkStrategy} tells from the records does, the later of both.
 *
 * @param <T> the type of the records
 */
public interface SourceOutput<T> extends WatermarkOutput {
    /**
     * Emits a record without a timestamp.
     *
     * @param value the record
     */
    void collect(T value);

    /**
     * Emits a record with an event timestamp.
     *
     * @param value the record
     * @param timestamp milliseconds since 1970-01-01T00:00Z
     */
    void collect(T value, long timestamp);
}

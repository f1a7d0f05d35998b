package io.weir.connector;

import io.weir.time.WatermarkOutput;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

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

    /**
     * Says that a record cannot be read, for instance because it has not the form that the reader expects. As the
     * program's policy for failing records says, this throws, or it notes the record and the reader goes on with the next
     * one.
     *
     * @param record what is there instead of a record, as people are to see it
     * @param failure why it cannot be read
     */
    default void collectFailure(Object record, Exception failure) {
        throw new WeirException(
                ErrorCode.SERIALIZATION, "The record " + record + " cannot be read: " + failure, failure);
    }
}

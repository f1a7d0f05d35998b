package io.weir.time;

/**
 * Leaves records the timestamp that they have from their source.
 *
 * @param <T> the type of the records
 */
public final class RecordTimestampAssigner<T> implements TimestampAssigner<T> {
    @Override
    public long extractTimestamp(T element, long recordTimestamp) {
        return recordTimestamp;
    }
}

package io.weir.connector.file;

import java.io.Serializable;

/**
 * Says into which directory, below that of the sink, a record goes. The task's thread makes all calls.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface BucketAssigner<T> extends Serializable {
    /**
     * Returns the directory of a record.
     *
     * @param element the record
     * @param context what is known beside it
     * @return a relative path such as {@code 2026-03-01} or {@code day=2026-03-01/hour=07}; empty for the sink's own
     *     directory
     */
    String getBucketId(T element, Context context);

    /** What is known beside a record. */
    interface Context {
        /** Returns the time in milliseconds since 1970-01-01T00:00Z. */
        long currentProcessingTime();

        /** Returns the record's timestamp in milliseconds since 1970-01-01T00:00Z, or null if it has none. */
        Long timestamp();
    }
}

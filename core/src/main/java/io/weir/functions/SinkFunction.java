package io.weir.functions;

/**
 * A sink as one method, for small programs and tests.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface SinkFunction<T> extends Function {
    /**
     * Takes one record.
     *
     * @param value the record
     * @param context its timestamp and the time around it
     * @throws Exception any failure; it fails the task
     */
    void invoke(T value, Context context) throws Exception;

    /** What is known beside a record. */
    interface Context {
        /** Returns the record's event timestamp in milliseconds since 1970-01-01T00:00Z, or null if it has none. */
        Long timestamp();

        /** Returns the current processing time in milliseconds since 1970-01-01T00:00Z. */
        long currentProcessingTime();
    }
}

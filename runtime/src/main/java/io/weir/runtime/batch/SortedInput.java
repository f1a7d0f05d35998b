package io.weir.runtime.batch;

/**
 * Takes records until all are there, and then gives them in their order. One thread owns it; closed in any case.
 *
 * @param <T> the type of the records
 */
interface SortedInput<T> extends AutoCloseable {
    /** Adds a record, which may be changed afterwards. */
    void add(T value);

    /** Returns the records in their order, to be gone through once; nothing may be added any more. */
    RecordSource<T> sorted();

    /** Returns how many bytes were written to disk. */
    long spilledBytes();

    @Override
    void close();
}

package io.weir.runtime.batch;

import java.util.Iterator;

/**
 * Records one after the other, until it is closed. One thread owns it.
 *
 * @param <T> the type of the records
 */
public interface RecordSource<T> extends Iterator<T>, AutoCloseable {
    /** Gives up what it holds. */
    @Override
    default void close() {}
}

package io.weir.util;

import java.util.Iterator;

/**
 * An iterator over something that has to be released, such as the results of a running job. One thread uses it and
 * closes it; closing twice does no harm.
 *
 * @param <T> the type of the elements
 */
public interface CloseableIterator<T> extends Iterator<T>, AutoCloseable {
    /** Releases what the iterator holds; there are no more elements then. */
    @Override
    void close();
}

package io.weir.connector.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;

/**
 * Writes single records to files. The task's thread makes all calls.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface Encoder<T> extends Serializable {
    /**
     * Writes a record.
     *
     * @param element the record
     * @param stream the file; it is neither flushed nor closed here
     * @throws IOException if it cannot be written; it fails the task
     */
    void encode(T element, OutputStream stream) throws IOException;
}

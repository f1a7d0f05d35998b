package io.weir.connector.file;

import java.io.Serializable;

/**
 * Turns a record into a line. Called by the task's thread.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface LineFormatter<T> extends Serializable {
    /**
     * Returns the text of a record.
     *
     * @param value the record
     * @return its line, without the line's end
     */
    String format(T value);
}

package io.weir.windowing.assigners;

import java.io.Serializable;

/**
 * Finds how long a session lasts on after a record.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface SessionWindowTimeGapExtractor<T> extends Serializable {
    /**
     * Returns how long the session lasts on.
     *
     * @param element a record
     * @return milliseconds, at least 1
     */
    long extract(T element);
}

package io.weir.windowing.triggers;

import java.io.Serializable;

/**
 * Measures how far two records are from each other.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface DeltaFunction<T> extends Serializable {
    /**
     * Returns the distance.
     *
     * @param oldDataPoint the earlier record
     * @param newDataPoint the later record
     * @return the distance
     */
    double getDelta(T oldDataPoint, T newDataPoint);
}

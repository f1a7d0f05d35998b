package io.weir.windowing.windows;

import java.util.Collection;

/**
 * Learns which windows become one.
 *
 * @param <W> the type of the windows
 */
@FunctionalInterface
public interface MergeCallback<W extends Window> {
    /**
     * Learns that windows become one.
     *
     * @param toBeMerged the windows
     * @param mergeResult what they become; may be one of them
     * @throws Exception any failure; it fails the task
     */
    void merge(Collection<W> toBeMerged, W mergeResult) throws Exception;
}

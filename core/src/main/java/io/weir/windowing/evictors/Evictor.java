package io.weir.windowing.evictors;

import io.weir.windowing.windows.Window;
import java.io.Serializable;

/**
 * Takes records out of a window before or after it is computed. A window with an evictor keeps all its records, also where
 * it could aggregate them as they come.
 *
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
public interface Evictor<T, W extends Window> extends Serializable {
    /**
     * Takes records out before the window is computed.
     *
     * @param elements the records in the order they came; its iterator removes them
     * @param size how many there are
     * @param window the window
     * @param context what is known beside it
     */
    void evictBefore(Iterable<TimestampedValue<T>> elements, int size, W window, EvictorContext context);

    /** Takes records out after the window was computed; otherwise as {@link #evictBefore}. */
    void evictAfter(Iterable<TimestampedValue<T>> elements, int size, W window, EvictorContext context);

    /** What is known beside a window. */
    interface EvictorContext {
        /** Returns the time of the clock. */
        long getCurrentProcessingTime();

        /** Returns the last watermark. */
        long getCurrentWatermark();
    }
}

package io.weir.windowing.evictors;

import io.weir.windowing.windows.Window;
import java.util.Iterator;

/**
 * Keeps the last records of a window, up to a number.
 *
 * @param <W> the type of the windows
 */
public final class CountEvictor<W extends Window> extends OneTimeEvictor<Object, W> {
    private static final long serialVersionUID = 1L;

    private final long maxCount;

    private CountEvictor(long maxCount, boolean after) {
        super(after);
        this.maxCount = maxCount;
    }

    /**
     * Evicts before the window is computed.
     *
     * @param maxCount how many records are kept
     * @param <W> the type of the windows
     * @return the evictor
     */
    public static <W extends Window> CountEvictor<W> of(long maxCount) {
        return of(maxCount, false);
    }

    /**
     * Returns the evictor.
     *
     * @param maxCount how many records are kept
     * @param doEvictAfter whether it evicts after the window was computed, not before
     * @param <W> the type of the windows
     * @return the evictor
     */
    public static <W extends Window> CountEvictor<W> of(long maxCount, boolean doEvictAfter) {
        return new CountEvictor<>(maxCount, doEvictAfter);
    }

    @Override
    void evict(Iterable<TimestampedValue<Object>> elements, int size) {
        Iterator<TimestampedValue<Object>> iterator = elements.iterator();
        for (long evicted = size - maxCount; evicted > 0; evicted--) {
            iterator.next();
            iterator.remove();
        }
    }

    @Override
    public String toString() {
        return "CountEvictor(" + maxCount + ")";
    }
}

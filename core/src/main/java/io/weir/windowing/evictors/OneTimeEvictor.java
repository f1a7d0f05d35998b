package io.weir.windowing.evictors;

import io.weir.windowing.windows.Window;

/**
 * Evicts either before or after a window is computed.
 *
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
abstract class OneTimeEvictor<T, W extends Window> implements Evictor<T, W> {
    private static final long serialVersionUID = 1L;

    private final boolean after;

    OneTimeEvictor(boolean after) {
        this.after = after;
    }

    abstract void evict(Iterable<TimestampedValue<T>> elements, int size);

    @Override
    public final void evictBefore(Iterable<TimestampedValue<T>> elements, int size, W window, EvictorContext context) {
        if (!after) {
            evict(elements, size);
        }
    }

    @Override
    public final void evictAfter(Iterable<TimestampedValue<T>> elements, int size, W window, EvictorContext context) {
        if (after) {
            evict(elements, size);
        }
    }
}

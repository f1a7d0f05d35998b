package io.weir.windowing.evictors;

import io.weir.windowing.windows.Window;
import java.time.Duration;
import java.util.Iterator;

/**
 * Keeps the records of a window whose timestamps are near the latest one. Records without timestamps are all kept.
 *
 * @param <W> the type of the windows
 */
public final class TimeEvictor<W extends Window> extends OneTimeEvictor<Object, W> {
    private static final long serialVersionUID = 1L;

    private final long keptMillis;

    private TimeEvictor(long keptMillis, boolean after) {
        super(after);
        this.keptMillis = keptMillis;
    }

    /**
     * Evicts before the window is computed.
     *
     * @param windowSize how far a record may be from the latest one
     * @param <W> the type of the windows
     * @return the evictor
     */
    public static <W extends Window> TimeEvictor<W> of(Duration windowSize) {
        return of(windowSize, false);
    }

    /**
     * Returns the evictor.
     *
     * @param windowSize how far a record may be from the latest one
     * @param doEvictAfter whether it evicts after the window was computed, not before
     * @param <W> the type of the windows
     * @return the evictor
     */
    public static <W extends Window> TimeEvictor<W> of(Duration windowSize, boolean doEvictAfter) {
        return new TimeEvictor<>(windowSize.toMillis(), doEvictAfter);
    }

    @Override
    void evict(Iterable<TimestampedValue<Object>> elements, int size) {
        long latest = Long.MIN_VALUE;
        for (TimestampedValue<Object> element : elements) {
            latest = Math.max(latest, element.timestamp());
        }
        if (latest == Long.MIN_VALUE) {
            return;
        }
        long bound = latest - keptMillis <= latest ? latest - keptMillis : Long.MIN_VALUE;
        for (Iterator<TimestampedValue<Object>> iterator = elements.iterator(); iterator.hasNext(); ) {
            TimestampedValue<Object> element = iterator.next();
            if (element.hasTimestamp() && element.timestamp() <= bound) {
                iterator.remove();
            }
        }
    }

    @Override
    public String toString() {
        return "TimeEvictor(" + keptMillis + ")";
    }
}

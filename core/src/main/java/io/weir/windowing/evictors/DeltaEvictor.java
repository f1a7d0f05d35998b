package io.weir.windowing.evictors;

import io.weir.windowing.triggers.DeltaFunction;
import io.weir.windowing.windows.Window;
import java.util.Iterator;

/**
 * Keeps the records of a window that are nearer to the last one than a threshold.
 *
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
public final class DeltaEvictor<T, W extends Window> extends OneTimeEvictor<T, W> {
    private static final long serialVersionUID = 1L;

    private final double threshold;
    private final DeltaFunction<T> function;

    private DeltaEvictor(double threshold, DeltaFunction<T> function, boolean after) {
        super(after);
        this.threshold = threshold;
        this.function = function;
    }

    /**
     * Evicts before the window is computed.
     *
     * @param threshold the distance from which on a record is dropped
     * @param deltaFunction measures distances
     * @param <T> the type of the records
     * @param <W> the type of the windows
     * @return the evictor
     */
    public static <T, W extends Window> DeltaEvictor<T, W> of(double threshold, DeltaFunction<T> deltaFunction) {
        return of(threshold, deltaFunction, false);
    }

    /**
     * Returns the evictor.
     *
     * @param threshold the distance from which on a record is dropped
     * @param deltaFunction measures distances
     * @param doEvictAfter whether it evicts after the window was computed, not before
     * @param <T> the type of the records
     * @param <W> the type of the windows
     * @return the evictor
     */
    public static <T, W extends Window> DeltaEvictor<T, W> of(
            double threshold, DeltaFunction<T> deltaFunction, boolean doEvictAfter) {
        return new DeltaEvictor<>(threshold, deltaFunction, doEvictAfter);
    }

    @Override
    void evict(Iterable<TimestampedValue<T>> elements, int size) {
        TimestampedValue<T> last = null;
        for (TimestampedValue<T> element : elements) {
            last = element;
        }
        for (Iterator<TimestampedValue<T>> iterator = elements.iterator(); iterator.hasNext(); ) {
            if (function.getDelta(iterator.next().value(), last.value()) >= threshold) {
                iterator.remove();
            }
        }
    }

    @Override
    public String toString() {
        return "DeltaEvictor(" + threshold + ")";
    }
}

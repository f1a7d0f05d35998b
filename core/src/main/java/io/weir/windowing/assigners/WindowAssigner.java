package io.weir.windowing.assigners;

import io.weir.types.TypeInformation;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.Window;
import java.io.Serializable;
import java.util.Collection;

/**
 * Says which windows a record belongs to. It has no state of its own; each task has a copy.
 *
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
public abstract class WindowAssigner<T, W extends Window> implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Returns the windows of a record.
     *
     * @param element the record
     * @param timestamp its timestamp, or {@link Long#MIN_VALUE} if it has none
     * @param context what is known beside it
     * @return its windows, none if it belongs to none
     */
    public abstract Collection<W> assignWindows(T element, long timestamp, WindowAssignerContext context);

    /** Returns what decides when windows are computed, if the program names nothing else. */
    public abstract Trigger<? super T, W> getDefaultTrigger();

    /** Returns the type of the windows, as which they are found in a checkpoint. */
    public abstract TypeInformation<W> getWindowType();

    /** Returns whether windows end by the timestamps of the records, not by the clock. */
    public abstract boolean isEventTime();

    /** What is known beside a record. */
    public interface WindowAssignerContext {
        /** Returns the time of the clock. */
        long getCurrentProcessingTime();
    }
}

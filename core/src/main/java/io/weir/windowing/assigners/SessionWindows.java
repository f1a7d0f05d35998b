package io.weir.windowing.assigners;

import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.triggers.EventTimeTrigger;
import io.weir.windowing.triggers.ProcessingTimeTrigger;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.MergeCallback;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Windows that end when nothing has come for some time.
 *
 * @param <T> the type of the records
 */
public abstract sealed class SessionWindows<T> extends MergingWindowAssigner<T, TimeWindow>
        permits EventTimeSessionWindows,
                ProcessingTimeSessionWindows,
                DynamicEventTimeSessionWindows,
                DynamicProcessingTimeSessionWindows {
    private static final long serialVersionUID = 1L;

    private final SessionWindowTimeGapExtractor<? super T> gaps;
    private final boolean eventTime;

    SessionWindows(SessionWindowTimeGapExtractor<? super T> gaps, boolean eventTime) {
        this.gaps = gaps;
        this.eventTime = eventTime;
    }

    /** The same gap for each record. */
    static SessionWindowTimeGapExtractor<Object> always(Duration gap) {
        long millis = gap.toMillis();
        requirePositive(millis);
        return element -> millis;
    }

    @Override
    public final Collection<TimeWindow> assignWindows(T element, long timestamp, WindowAssignerContext context) {
        long time = eventTime
                ? EventTimestamps.require(timestamp, getClass().getSimpleName())
                : context.getCurrentProcessingTime();
        return List.of(new TimeWindow(time, endOf(element, time)));
    }

    /**
     * Returns when the session ends that a record opens.
     *
     * @param element the record
     * @param time its time
     * @return the moment after the last one of the session
     */
    public final long endOf(T element, long time) {
        long end = time + gapOf(element);
        if (end < time) {
            throw EventTimestamps.tooFar(time);
        }
        return end;
    }

    private long gapOf(T element) {
        long gap = gaps.extract(element);
        requirePositive(gap);
        return gap;
    }

    private static void requirePositive(long gap) {
        if (gap <= 0) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The gap of session windows is " + gap + " ms; it has to be at least a millisecond.");
        }
    }

    @Override
    public final void mergeWindows(Collection<TimeWindow> windows, MergeCallback<TimeWindow> callback)
            throws Exception {
        TimeWindow.mergeWindows(windows, callback);
    }

    @Override
    public final Trigger<Object, TimeWindow> getDefaultTrigger() {
        return eventTime ? EventTimeTrigger.create() : ProcessingTimeTrigger.create();
    }

    @Override
    public final TypeInformation<TimeWindow> getWindowType() {
        return TimeWindow.TYPE;
    }

    @Override
    public final boolean isEventTime() {
        return eventTime;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}

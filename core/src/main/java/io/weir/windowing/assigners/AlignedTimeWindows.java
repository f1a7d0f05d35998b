package io.weir.windowing.assigners;

import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.triggers.EventTimeTrigger;
import io.weir.windowing.triggers.ProcessingTimeTrigger;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Windows of one length that start at the same moments for all keys. The engine computes them of slices that they share
 * where it can.
 */
public abstract sealed class AlignedTimeWindows extends WindowAssigner<Object, TimeWindow>
        permits TumblingEventTimeWindows,
                TumblingProcessingTimeWindows,
                SlidingEventTimeWindows,
                SlidingProcessingTimeWindows {
    private static final long serialVersionUID = 1L;

    private final long size;
    private final long slide;
    private final long offset;
    private final boolean eventTime;

    AlignedTimeWindows(Duration size, Duration slide, Duration offset, boolean eventTime) {
        this.size = size.toMillis();
        this.slide = slide.toMillis();
        this.offset = offset.toMillis();
        this.eventTime = eventTime;
        if (this.size <= 0 || this.slide <= 0) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    getClass().getSimpleName() + " needs a size and a slide of at least a millisecond, not " + size
                            + " and " + slide + ".");
        }
        if (Math.abs(this.offset) >= this.slide) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    getClass().getSimpleName() + " needs an offset that is less than " + slide + ", not " + offset
                            + ".");
        }
    }

    /** Returns the length of the windows in milliseconds. */
    public final long getSize() {
        return size;
    }

    /** Returns the time from the start of one window to that of the next, in milliseconds. */
    public final long getSlide() {
        return slide;
    }

    /** Returns by how many milliseconds windows start later than 1970-01-01T00:00Z. */
    public final long getOffset() {
        return offset;
    }

    @Override
    public final boolean isEventTime() {
        return eventTime;
    }

    @Override
    public final Collection<TimeWindow> assignWindows(Object element, long timestamp, WindowAssignerContext context) {
        long time = eventTime
                ? EventTimestamps.require(timestamp, getClass().getSimpleName())
                : context.getCurrentProcessingTime();
        long last = TimeWindow.getWindowStartWithOffset(time, offset, slide);
        if (last > time || last + size < last || time - size > time) {
            throw EventTimestamps.tooFar(time);
        }
        if (size <= slide) {
            return time - last < size ? List.of(new TimeWindow(last, last + size)) : List.of();
        }
        List<TimeWindow> windows = new ArrayList<>((int) (size / slide) + 1);
        for (long start = last; start > time - size; start -= slide) {
            windows.add(new TimeWindow(start, start + size));
        }
        return windows;
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
    public final String toString() {
        return getClass().getSimpleName() + "(" + size + ", " + slide + ", " + offset + ")";
    }
}

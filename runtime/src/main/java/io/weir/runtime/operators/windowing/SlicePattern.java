package io.weir.runtime.operators.windowing;

import io.weir.windowing.assigners.AlignedTimeWindows;
import io.weir.windowing.windows.TimeWindow;

/**
 * How aligned windows divide time into slices, the parts between two moments at which a window starts or ends: each window
 * is some whole slices. Stateless.
 *
 * @param size the length of the windows
 * @param slide the distance from one window's start to the next
 * @param offset how much later than time zero windows start
 */
record SlicePattern(long size, long slide, long offset) {
    static SlicePattern of(AlignedTimeWindows windows) {
        return new SlicePattern(windows.getSize(), windows.getSlide(), windows.getOffset());
    }

    /** Returns whether a moment belongs to any window; those farther apart than they are long leave gaps. */
    boolean isInWindow(long time) {
        return size >= slide || time - latestStart(time) < size;
    }

    /** Returns whether all windows of a moment begin and end at times that can be told. */
    boolean canHold(long time) {
        long latest = latestStart(time);
        return latest <= time && latest + size > latest && time - size < time;
    }

    /** Returns the start of the slice that a moment belongs to. */
    long sliceStart(long time) {
        long start = latestStart(time);
        long cut = cut();
        return cut == 0 || time - start < cut ? start : start + cut;
    }

    /** Returns the end of the slice with a start. */
    long sliceEnd(long sliceStart) {
        long start = latestStart(sliceStart);
        long cut = cut();
        return cut == 0 || sliceStart - start >= cut ? start + slide : start + cut;
    }

    /** Where in a slide a window ends, from its start; 0 if windows only end where others start. */
    private long cut() {
        return size % slide;
    }

    private long latestStart(long time) {
        return TimeWindow.getWindowStartWithOffset(time, offset, slide);
    }

    /** Returns how many slices a window has at most. */
    long slicesPerWindow() {
        return cut() == 0 ? size / slide : 2 * (size / slide) + 1;
    }

    /** Returns the number of the slice with a start; slices are numbered without gaps, in their order. */
    long numberOf(long sliceStart) {
        long slides = Math.floorDiv(sliceStart - offset, slide);
        if (cut() == 0) {
            return slides;
        }
        return 2 * slides + (sliceStart - offset - slides * slide >= cut() ? 1 : 0);
    }

    /** Returns the start of the slice with a number. */
    long startOf(long number) {
        if (cut() == 0) {
            return offset + number * slide;
        }
        return offset + Math.floorDiv(number, 2L) * slide + (Math.floorMod(number, 2L) == 0 ? 0 : cut());
    }

    /** Returns the end of the first window that a slice is a part of. */
    long firstEnd(long sliceStart) {
        long latest = latestStart(sliceStart);
        return latest - (latest - sliceStart + size - 1) / slide * slide + size;
    }

    /** Returns the end of the last window that a slice is a part of. */
    long lastEnd(long sliceStart) {
        return latestStart(sliceStart) + size;
    }

    /**
     * Returns the end of the first window that a slice is a part of and whose last moment is after a watermark;
     * {@link Long#MAX_VALUE} if there is none.
     */
    long firstEndAfter(long sliceStart, long watermark) {
        long first = firstEnd(sliceStart);
        if (first - 1 > watermark) {
            return first;
        }
        long last = lastEnd(sliceStart);
        if (last - 1 <= watermark) {
            return Long.MAX_VALUE;
        }
        return first + (watermark + 1 - first) / slide * slide + slide;
    }
}

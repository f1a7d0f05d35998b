package io.weir.windowing.windows;

import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The time from a start (with it) to an end (without it), in milliseconds since 1970-01-01T00:00Z. */
public final class TimeWindow extends Window {
    /** The type of time windows. */
    public static final TypeInformation<TimeWindow> TYPE = new TimeWindowType();

    private final long start;
    private final long end;

    /**
     * Creates a window.
     *
     * @param start its first moment
     * @param end the moment after its last
     */
    public TimeWindow(long start, long end) {
        this.start = start;
        this.end = end;
    }

    /** Returns the first moment of the window. */
    public long getStart() {
        return start;
    }

    /** Returns the moment after the last one of the window. */
    public long getEnd() {
        return end;
    }

    @Override
    public long maxTimestamp() {
        return end - 1;
    }

    /** Returns whether two windows overlap or touch. */
    public boolean intersects(TimeWindow other) {
        return start <= other.end && end >= other.start;
    }

    /** Returns the smallest window that contains both. */
    public TimeWindow cover(TimeWindow other) {
        return new TimeWindow(Math.min(start, other.start), Math.max(end, other.end));
    }

    /**
     * Returns the start of the latest aligned window that starts at or before a moment.
     *
     * @param timestamp the moment
     * @param offset by how much windows start later than 1970-01-01T00:00Z
     * @param distance from one start to the next
     * @return the start
     */
    public static long getWindowStartWithOffset(long timestamp, long offset, long distance) {
        return timestamp - Math.floorMod(timestamp - offset, distance);
    }

    /**
     * Merges windows that overlap or touch.
     *
     * @param windows the windows
     * @param merged learns what becomes one
     */
    public static void mergeWindows(Collection<TimeWindow> windows, MergeCallback<TimeWindow> merged) throws Exception {
        List<TimeWindow> sorted = new ArrayList<>(windows);
        sorted.sort(Comparator.comparingLong(TimeWindow::getStart));
        List<TimeWindow> group = new ArrayList<>();
        TimeWindow cover = null;
        for (TimeWindow window : sorted) {
            if (cover != null && cover.intersects(window)) {
                cover = cover.cover(window);
            } else {
                report(group, cover, merged);
                group = new ArrayList<>();
                cover = window;
            }
            group.add(window);
        }
        report(group, cover, merged);
    }

    private static void report(List<TimeWindow> group, TimeWindow cover, MergeCallback<TimeWindow> merged)
            throws Exception {
        if (group.size() > 1) {
            merged.merge(group, cover);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeWindow that && start == that.start && end == that.end;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(start) + Long.hashCode(end);
    }

    @Override
    public String toString() {
        return "TimeWindow{start=" + start + ", end=" + end + "}";
    }
}

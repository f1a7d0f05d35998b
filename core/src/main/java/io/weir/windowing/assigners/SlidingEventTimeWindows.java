package io.weir.windowing.assigners;

import java.time.Duration;

/** Windows of one length that start at regular distances, by the timestamps of the records; they overlap if these are less than the length. */
public final class SlidingEventTimeWindows extends AlignedTimeWindows {
    private static final long serialVersionUID = 1L;

    private SlidingEventTimeWindows(Duration size, Duration slide, Duration offset) {
        super(size, slide, offset, true);
    }

    /**
     * Windows that start at multiples of a distance.
     *
     * @param size the length
     * @param slide the distance
     * @return the assigner
     */
    public static SlidingEventTimeWindows of(Duration size, Duration slide) {
        return new SlidingEventTimeWindows(size, slide, Duration.ZERO);
    }

    /**
     * Windows that start somewhat after multiples of a distance.
     *
     * @param size the length
     * @param slide the distance
     * @param offset how much later they start; less than the distance, may be negative
     * @return the assigner
     */
    public static SlidingEventTimeWindows of(Duration size, Duration slide, Duration offset) {
        return new SlidingEventTimeWindows(size, slide, offset);
    }
}

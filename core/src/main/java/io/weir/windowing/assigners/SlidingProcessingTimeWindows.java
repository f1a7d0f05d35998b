package io.weir.windowing.assigners;

import java.time.Duration;

/** Windows of one length that start at regular distances, by the clock; they overlap if these are less than the length. */
public final class SlidingProcessingTimeWindows extends AlignedTimeWindows {
    private static final long serialVersionUID = 1L;

    private SlidingProcessingTimeWindows(Duration size, Duration slide, Duration offset) {
        super(size, slide, offset, false);
    }

    /**
     * Windows that start at multiples of a distance.
     *
     * @param size the length
     * @param slide the distance
     * @return the assigner
     */
    public static SlidingProcessingTimeWindows of(Duration size, Duration slide) {
        return new SlidingProcessingTimeWindows(size, slide, Duration.ZERO);
    }

    /**
     * Windows that start somewhat after multiples of a distance.
     *
     * @param size the length
     * @param slide the distance
     * @param offset how much later they start; less than the distance, may be negative
     * @return the assigner
     */
    public static SlidingProcessingTimeWindows of(Duration size, Duration slide, Duration offset) {
        return new SlidingProcessingTimeWindows(size, slide, offset);
    }
}

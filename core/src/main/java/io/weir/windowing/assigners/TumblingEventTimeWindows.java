package io.weir.windowing.assigners;

import java.time.Duration;

/** Windows of one length, one after the other, by the timestamps of the records. */
public final class TumblingEventTimeWindows extends AlignedTimeWindows {
    private static final long serialVersionUID = 1L;

    private TumblingEventTimeWindows(Duration size, Duration offset) {
        super(size, size, offset, true);
    }

    /**
     * Windows that start at multiples of their length.
     *
     * @param size the length
     * @return the assigner
     */
    public static TumblingEventTimeWindows of(Duration size) {
        return new TumblingEventTimeWindows(size, Duration.ZERO);
    }

    /**
     * Windows that start somewhat after multiples of their length, such as days in a time zone.
     *
     * @param size the length
     * @param offset how much later they start; less than the length, may be negative
     * @return the assigner
     */
    public static TumblingEventTimeWindows of(Duration size, Duration offset) {
        return new TumblingEventTimeWindows(size, offset);
    }
}

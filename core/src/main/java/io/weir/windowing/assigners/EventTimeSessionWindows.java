package io.weir.windowing.assigners;

import java.time.Duration;

/** Windows that end when nothing has come for a fixed time, by the timestamps of the records. */
public final class EventTimeSessionWindows extends SessionWindows<Object> {
    private static final long serialVersionUID = 1L;

    private EventTimeSessionWindows(Duration gap) {
        super(always(gap), true);
    }

    /**
     * Sessions with one gap.
     *
     * @param gap how long a session lasts on after its last record
     * @return the assigner
     */
    public static EventTimeSessionWindows withGap(Duration gap) {
        return new EventTimeSessionWindows(gap);
    }

    /**
     * Sessions whose gap depends on the record.
     *
     * @param gaps finds the gap of a record
     * @param <T> the type of the records
     * @return the assigner
     */
    public static <T> DynamicEventTimeSessionWindows<T> withDynamicGap(SessionWindowTimeGapExtractor<T> gaps) {
        return DynamicEventTimeSessionWindows.withDynamicGap(gaps);
    }
}

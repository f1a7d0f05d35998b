package io.weir.windowing.assigners;

import java.time.Duration;

/** Windows that end when nothing has come for a fixed time, by the clock. */
public final class ProcessingTimeSessionWindows extends SessionWindows<Object> {
    private static final long serialVersionUID = 1L;

    private ProcessingTimeSessionWindows(Duration gap) {
        super(always(gap), false);
    }

    /**
     * Sessions with one gap.
     *
     * @param gap how long a session lasts on after its last record
     * @return the assigner
     */
    public static ProcessingTimeSessionWindows withGap(Duration gap) {
        return new ProcessingTimeSessionWindows(gap);
    }

    /**
     * Sessions whose gap depends on the record.
     *
     * @param gaps finds the gap of a record
     * @param <T> the type of the records
     * @return the assigner
     */
    public static <T> DynamicProcessingTimeSessionWindows<T> withDynamicGap(SessionWindowTimeGapExtractor<T> gaps) {
        return DynamicProcessingTimeSessionWindows.withDynamicGap(gaps);
    }
}

package io.weir.windowing.assigners;

/**
 * Windows that end when nothing has come for a time that depends on the records, by the clock.
 *
 * @param <T> the type of the records
 */
public final class DynamicProcessingTimeSessionWindows<T> extends SessionWindows<T> {
    private static final long serialVersionUID = 1L;

    private DynamicProcessingTimeSessionWindows(SessionWindowTimeGapExtractor<T> gaps) {
        super(gaps, false);
    }

    /**
     * Sessions whose gap depends on the record.
     *
     * @param gaps finds the gap of a record
     * @param <T> the type of the records
     * @return the assigner
     */
    public static <T> DynamicProcessingTimeSessionWindows<T> withDynamicGap(SessionWindowTimeGapExtractor<T> gaps) {
        return new DynamicProcessingTimeSessionWindows<>(gaps);
    }
}

package io.weir.windowing.assigners;

/**
 * Windows that end when nothing has come for a time that depends on the records, by the timestamps of the records.
 *
 * @param <T> the type of the records
 */
public final class DynamicEventTimeSessionWindows<T> extends SessionWindows<T> {
    private static final long serialVersionUID = 1L;

    private DynamicEventTimeSessionWindows(SessionWindowTimeGapExtractor<T> gaps) {
        super(gaps, true);
    }

    /**
     * Sessions whose gap depends on the record.
     *
     * @param gaps finds the gap of a record
     * @param <T> the type of the records
     * @return the assigner
     */
    public static <T> DynamicEventTimeSessionWindows<T> withDynamicGap(SessionWindowTimeGapExtractor<T> gaps) {
        return new DynamicEventTimeSessionWindows<>(gaps);
    }
}

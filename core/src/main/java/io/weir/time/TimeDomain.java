package io.weir.time;

/** What a timer goes by. */
public enum TimeDomain {
    /** The time of the records, as watermarks tell it. */
    EVENT_TIME,
    /** The time of the machine's clock. */
    PROCESSING_TIME
}

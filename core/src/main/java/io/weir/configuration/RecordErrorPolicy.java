package io.weir.configuration;

import java.util.Locale;

/** What becomes of a job when the program's code fails on a record. */
public enum RecordErrorPolicy {
    /** The job fails, and the message says on which record. */
    FAIL,
    /** The record is dropped, which the log says, and the job goes on. */
    SKIP,
    /** The record is written to a file with the failure, and the job goes on. */
    DEAD_LETTER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

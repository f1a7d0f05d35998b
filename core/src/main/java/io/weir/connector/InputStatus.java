package io.weir.connector;

/** What a reader knows after it was polled. */
public enum InputStatus {
    /** There is more to read now. */
    MORE_AVAILABLE,
    /** There may be more later; see {@link SourceReader#isAvailable}. */
    NOTHING_AVAILABLE,
    /** There is nothing left to read. */
    END_OF_INPUT
}

package io.weir.connector;

/** Whether a source ends by itself. */
public enum Boundedness {
    /** The source ends by itself. */
    BOUNDED,
    /** The source goes on until the job is canceled. */
    CONTINUOUS_UNBOUNDED
}

package io.weir.configuration;

/** How a plan runs. */
public enum RuntimeExecutionMode {
    /** Every update is emitted as it happens. */
    STREAMING,
    /** All inputs are bounded: keyed operations emit their final results once, at the end of the input. */
    BATCH,
    /** {@link #BATCH} if all sources are bounded, else {@link #STREAMING}. */
    AUTOMATIC
}

package io.weir.runtime.protocol;

/** What a checkpoint is taken for. */
public enum CheckpointKind {
    /** To recover from failures; the engine takes and deletes it by itself. */
    CHECKPOINT,
    /** For its owner, who deletes it. */
    SAVEPOINT,
    /** A savepoint with which the job ends; windows and timers that are pending stay pending in it. */
    STOP,
    /** A savepoint with which the job ends after event time was brought to its end: all windows and timers have fired. */
    DRAIN;

    /** Returns whether the job ends with it. */
    public boolean endsJob() {
        return this == STOP || this == DRAIN;
    }

    /** Returns whether it belongs to the job's owner, and must not need any other checkpoint's files. */
    public boolean isSavepoint() {
        return this != CHECKPOINT;
    }
}

package io.weir.configuration;

/** To whom a savepoint belongs once a job has started from it. */
public enum SavepointRestoreMode {
    /** To its owner, as before: the job never deletes it, and its own checkpoints do not need its files. */
    NO_CLAIM,
    /** To the job, which treats it like its own first checkpoint, and deletes it when a newer one is complete. */
    CLAIM
}

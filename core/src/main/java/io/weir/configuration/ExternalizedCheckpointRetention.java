package io.weir.configuration;

/** What becomes of a job's checkpoints when it is canceled. When it finishes they are always deleted. */
public enum ExternalizedCheckpointRetention {
    /** They are deleted, also when the job fails. */
    NO_EXTERNALIZED_CHECKPOINTS,
    /** They are deleted, but kept when the job fails. */
    DELETE_ON_CANCELLATION,
    /** They are kept, and their owner deletes them. */
    RETAIN_ON_CANCELLATION
}

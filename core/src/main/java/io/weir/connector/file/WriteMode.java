package io.weir.connector.file;

/** What happens when there is something at the place of an output. */
public enum WriteMode {
    /** The job is refused. */
    NO_OVERWRITE,
    /** What is there is deleted when the job succeeds, just before its output takes the place. */
    OVERWRITE
}

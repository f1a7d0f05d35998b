package io.weir.state;

/**
 * A checkpoint that is about to be made.
 *
 * @param checkpointId its number, ascending within a job
 * @param checkpointTimestamp when it was triggered, in milliseconds since 1970-01-01T00:00Z
 * @param savepoint whether other jobs may start from it, now or long after
 */
public record FunctionSnapshotContext(long checkpointId, long checkpointTimestamp, boolean savepoint) {
    /** Returns its number. */
    public long getCheckpointId() {
        return checkpointId;
    }

    /** Returns when it was triggered. */
    public long getCheckpointTimestamp() {
        return checkpointTimestamp;
    }
}

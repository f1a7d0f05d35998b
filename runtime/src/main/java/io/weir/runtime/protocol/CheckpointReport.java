package io.weir.runtime.protocol;

/**
 * How a checkpoint went, or goes.
 *
 * @param id its number
 * @param kind what it was taken for
 * @param status how it ended
 * @param triggerTime when it began, in milliseconds since 1970-01-01T00:00Z
 * @param durationMillis how long it took, or has taken until now
 * @param stateBytes how much was stored until now
 * @param tasks how many tasks take part
 * @param acknowledged how many of them have stored their parts
 * @param path where it is
 * @param slowestTask the task that took longest from the first barrier to the end of writing; empty if none is known
 * @param slowest how long that one took
 * @param failure why it was given up; empty if it was not
 */
public record CheckpointReport(
        long id,
        CheckpointKind kind,
        Status status,
        long triggerTime,
        long durationMillis,
        long stateBytes,
        int tasks,
        int acknowledged,
        String path,
        String slowestTask,
        TaskSnapshot.Times slowest,
        String failure) {
    /**
     * Describes one that has not begun, because another is under way or tasks do not run.
     *
     * @param id its number
     * @param kind what it is for
     * @param now the time
     * @return the description
     */
    public static CheckpointReport waiting(long id, CheckpointKind kind, long now) {
        TaskSnapshot.Times none = new TaskSnapshot.Times(0, 0, 0, 0);
        return new CheckpointReport(id, kind, Status.IN_PROGRESS, now, 0, 0, 0, 0, "", "", none, "");
    }

    /**
     * Returns it as one that was given up.
     *
     * @param cause why
     * @return the description
     */
    public CheckpointReport failed(String cause) {
        return new CheckpointReport(
                id,
                kind,
                Status.FAILED,
                triggerTime,
                durationMillis,
                stateBytes,
                tasks,
                acknowledged,
                path,
                slowestTask,
                slowest,
                cause);
    }

    /**
     * Returns it as one that is complete, of which only the place is known.
     *
     * @param where its place
     * @return the description
     */
    public CheckpointReport completed(String where) {
        return new CheckpointReport(
                id,
                kind,
                Status.COMPLETED,
                triggerTime,
                durationMillis,
                stateBytes,
                tasks,
                acknowledged,
                where,
                slowestTask,
                slowest,
                "");
    }

    /** How a checkpoint ended. */
    public enum Status {
        /** It is under way. */
        IN_PROGRESS,
        /** It can be started from. */
        COMPLETED,
        /** It was given up. */
        FAILED
    }
}

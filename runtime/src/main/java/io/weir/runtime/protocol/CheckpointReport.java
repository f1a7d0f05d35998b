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

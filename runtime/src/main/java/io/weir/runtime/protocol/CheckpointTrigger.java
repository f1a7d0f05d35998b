package io.weir.runtime.protocol;

/**
 * A checkpoint that tasks are to take. It travels with the barriers, so that a task knows all of it whichever way it
 * hears first.
 *
 * @param id its number: each of a job's checkpoints has a higher one than those before
 * @param timestamp when it was triggered, in milliseconds since 1970-01-01T00:00Z
 * @param kind what it is taken for
 * @param directory where its files are written
 * @param exactlyOnce whether a task waits for the barriers of all its inputs before it goes on with any of them
 * @param unalignedAfterMillis after how long a waiting task takes the checkpoint without the missing barriers, together
 *     with the frames before them: 0 at once, -1 never
 */
public record CheckpointTrigger(
        long id,
        long timestamp,
        CheckpointKind kind,
        String directory,
        boolean exactlyOnce,
        long unalignedAfterMillis) {
    /** Returns whether its barriers may overtake records, now or when it has taken too long. */
    public boolean mayOvertake() {
        return exactlyOnce && kind == CheckpointKind.CHECKPOINT && unalignedAfterMillis >= 0;
    }
}

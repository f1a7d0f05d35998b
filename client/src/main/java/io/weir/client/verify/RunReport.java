package io.weir.client.verify;

/**
 * One run of the program.
 *
 * @param millis how long it took
 * @param records how many records it has published
 * @param files in how many files
 * @param hiddenFiles how many files it has left behind that were never published
 * @param checkpoints how many checkpoints its jobs have completed, as far as they were seen
 * @param restarts how often its jobs have started again
 * @param kills how many of its processes were killed
 * @param difference what differs from the undisturbed run
 */
public record RunReport(
        long millis,
        long records,
        int files,
        int hiddenFiles,
        int checkpoints,
        int restarts,
        int kills,
        Difference difference) {}

package io.weir.runtime.checkpoint;

import io.weir.configuration.CheckpointingMode;
import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExternalizedCheckpointRetention;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.Optional;

/**
 * How a job's checkpoints are taken.
 *
 * @param interval how often; empty if only when somebody asks
 * @param timeout how long one may take
 * @param minPause how long the job runs at least between two
 * @param maxConcurrent how many may be under way
 * @param tolerableFailures how many may fail in a row
 * @param exactlyOnce whether tasks wait for the barriers of all inputs
 * @param unalignedAfterMillis how long a task waits for barriers before it takes a checkpoint without them; -1 for ever
 * @param retained how many complete ones are kept
 * @param retention what becomes of them in the end
 * @param directory where they are; empty if nowhere
 * @param savepointDirectory where savepoints are for which no directory is named; empty if nowhere
 */
public record CheckpointSettings(
        Optional<Duration> interval,
        Duration timeout,
        Duration minPause,
        int maxConcurrent,
        int tolerableFailures,
        boolean exactlyOnce,
        long unalignedAfterMillis,
        int retained,
        ExternalizedCheckpointRetention retention,
        Optional<String> directory,
        Optional<String> savepointDirectory) {
    /** How long barriers wait at most where nothing is said of it. */
    private static final Duration LONGEST_ALIGNMENT = Duration.ofSeconds(10);

    /**
     * Reads the settings of a job.
     *
     * @param cluster the options of the cluster
     * @param job the options of the job, which go before those of the cluster
     * @return the settings
     * @throws WeirException if checkpoints are to be taken, but there is no place for them
     */
    public static CheckpointSettings read(Configuration cluster, Configuration job) {
        Configuration options = new Configuration(cluster).addAll(job);
        CheckpointSettings settings = new CheckpointSettings(
                options.getOptional(CheckpointingOptions.INTERVAL),
                options.get(CheckpointingOptions.TIMEOUT),
                options.get(CheckpointingOptions.MIN_PAUSE),
                options.get(CheckpointingOptions.MAX_CONCURRENT),
                options.get(CheckpointingOptions.TOLERABLE_FAILURES),
                options.get(CheckpointingOptions.MODE) == CheckpointingMode.EXACTLY_ONCE,
                unalignedAfter(options).map(Duration::toMillis).orElse(-1L),
                options.get(CheckpointingOptions.RETAINED),
                options.get(CheckpointingOptions.RETENTION),
                options.getOptional(CheckpointingOptions.DIRECTORY),
                options.getOptional(CheckpointingOptions.SAVEPOINT_DIRECTORY));
        if (settings.interval().isPresent() && settings.directory().isEmpty()) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The job takes checkpoints (" + CheckpointingOptions.INTERVAL + " is set), but this cluster does"
                            + " not know where to keep them: set " + CheckpointingOptions.DIRECTORY
                            + " to a directory that all of its processes reach, such as hdfs:///weir/checkpoints.");
        }
        return settings;
    }

    /** Returns how long barriers wait; empty if for as long as it takes. */
    private static Optional<Duration> unalignedAfter(Configuration options) {
        Optional<Boolean> unaligned = options.getOptional(CheckpointingOptions.UNALIGNED);
        if (unaligned.isPresent() && !unaligned.get()) {
            return Optional.empty();
        }
        Duration otherwise = unaligned.isPresent()
                ? Duration.ZERO
                : options.getOptional(CheckpointingOptions.INTERVAL)
                        .map(interval -> interval.dividedBy(4))
                        .filter(quarter -> quarter.compareTo(LONGEST_ALIGNMENT) < 0)
                        .orElse(LONGEST_ALIGNMENT);
        return Optional.of(
                options.getOptional(CheckpointingOptions.ALIGNED_TIMEOUT).orElse(otherwise));
    }
}

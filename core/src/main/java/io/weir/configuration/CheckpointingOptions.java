package io.weir.configuration;

import java.time.Duration;

/** Options of checkpoints and savepoints. */
public final class CheckpointingOptions {
    /** How often checkpoints are taken. */
    public static final ConfigOption<Duration> INTERVAL = ConfigOptions.duration(
                    "execution.checkpointing.interval",
                    null,
                    "How often a checkpoint is begun. Without it there are none, and a failure makes a job begin from its"
                            + " beginning, or from the savepoint it was started with.")
            .accepting(value -> value.toMillis() >= 10, "a time of at least 10 ms");

    /** What checkpoints promise. */
    public static final ConfigOption<CheckpointingMode> MODE = ConfigOptions.enumeration(
            "execution.checkpointing.mode",
            CheckpointingMode.class,
            CheckpointingMode.EXACTLY_ONCE,
            "Whether each record counts exactly once in the state after a failure (EXACTLY_ONCE), or at least once"
                    + " (AT_LEAST_ONCE), in which case no task ever waits for a barrier.");

    /** Where checkpoints are kept. */
    public static final ConfigOption<String> DIRECTORY = ConfigOptions.string(
            "execution.checkpointing.dir",
            null,
            "The directory for checkpoints, on a file system that all processes of the cluster reach. Each job has a"
                    + " directory of its own in it. Without it a cluster that is one process keeps them in a temporary"
                    + " directory, which it deletes when it ends; any other cluster refuses to take them.");

    /** Where savepoints are written. */
    public static final ConfigOption<String> SAVEPOINT_DIRECTORY = ConfigOptions.string(
            "execution.checkpointing.savepoint-dir", null, "The directory for savepoints whose command names none.");

    /** How long a checkpoint may take. */
    public static final ConfigOption<Duration> TIMEOUT = ConfigOptions.duration(
                    "execution.checkpointing.timeout",
                    Duration.ofMinutes(10),
                    "How long a checkpoint may take before it is given up.")
            .accepting(value -> value.toMillis() >= 10, "a time of at least 10 ms");

    /** The least time between checkpoints. */
    public static final ConfigOption<Duration> MIN_PAUSE = ConfigOptions.duration(
            "execution.checkpointing.min-pause",
            Duration.ZERO,
            "How long the job runs at least between the end of a checkpoint and the beginning of the next.");

    /** How many checkpoints run at the same time. */
    public static final ConfigOption<Integer> MAX_CONCURRENT = ConfigOptions.integer(
                    "execution.checkpointing.max-concurrent-checkpoints",
                    1,
                    "How many checkpoints of a job may be under way at the same time.")
            .accepting(value -> value >= 1, "a number of at least 1");

    /** How many failures in a row are tolerated. */
    public static final ConfigOption<Integer> TOLERABLE_FAILURES = ConfigOptions.integer(
                    "execution.checkpointing.tolerable-failed-checkpoints",
                    0,
                    "How many checkpoints in a row may fail before the job fails. A checkpoint that was given up because"
                            + " tasks were restarted does not count.")
            .accepting(value -> value >= 0, "a number of at least 0");

    /** How many checkpoints are kept. */
    public static final ConfigOption<Integer> RETAINED = ConfigOptions.integer(
                    "execution.checkpointing.num-retained",
                    1,
                    "How many of the newest complete checkpoints are kept. With more than one, a job whose newest"
                            + " checkpoint is damaged goes back to the one before.")
            .accepting(value -> value >= 1, "a number of at least 1");

    /** Whether checkpoints store what is new only. */
    public static final ConfigOption<Boolean> INCREMENTAL = ConfigOptions.bool(
            "execution.checkpointing.incremental",
            false,
            "Whether checkpoints of state in RocksDB store only the files that earlier checkpoints have not stored, in"
                    + " RocksDB's own form. Such a checkpoint can be started from with RocksDB only; savepoints are not"
                    + " concerned.");

    /** Whether barriers overtake records. */
    public static final ConfigOption<Boolean> UNALIGNED = ConfigOptions.bool(
            "execution.checkpointing.unaligned.enabled",
            null,
            "Whether checkpoints do not wait for records that are under way between tasks, but keep them: they are quick"
                    + " even if consumers are slow. Without it they first wait, and no longer than"
                    + " execution.checkpointing.aligned-checkpoint-timeout; true lets them not wait at all (if that time is"
                    + " not set), false for as long as it takes. Savepoints always wait.");

    /** How long tasks wait for barriers. */
    public static final ConfigOption<Duration> ALIGNED_TIMEOUT = ConfigOptions.duration(
            "execution.checkpointing.aligned-checkpoint-timeout",
            null,
            "How long a task waits at a checkpoint for the barriers of all its inputs, and its own barriers behind records,"
                    + " so that there is nothing under way to be kept; then barriers overtake records. Without it a quarter"
                    + " of execution.checkpointing.interval, but not more than 10 s.");

    /** How much an operator keeps that is not worth a place in a file. */
    public static final ConfigOption<MemorySize> INLINE_LIMIT = ConfigOptions.memory(
                    "state.storage.fs.memory-threshold",
                    new MemorySize(20 << 10),
                    "What an operator instance keeps in less than this is stored in the checkpoint's metadata, instead of"
                            + " in the file of its TaskManager.")
            .accepting(value -> value.bytes() <= 1 << 20, "a size of at most 1 mb");

    /** What becomes of checkpoints. */
    public static final ConfigOption<ExternalizedCheckpointRetention> RETENTION = ConfigOptions.enumeration(
            "execution.checkpointing.externalized-checkpoint-retention",
            ExternalizedCheckpointRetention.class,
            ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS,
            "What becomes of the retained checkpoints when the job ends without having finished: deleted in any case"
                    + " (NO_EXTERNALIZED_CHECKPOINTS), deleted if it is canceled (DELETE_ON_CANCELLATION), or kept"
                    + " (RETAIN_ON_CANCELLATION).");

    private CheckpointingOptions() {}
}

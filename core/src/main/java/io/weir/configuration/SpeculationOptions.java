package io.weir.configuration;

import java.time.Duration;

/** Options of second attempts of slow tasks in batch jobs. */
public final class SpeculationOptions {
    /** Whether slow tasks are started a second time. */
    public static final ConfigOption<Boolean> ENABLED = ConfigOptions.bool(
            "execution.batch.speculative.enabled",
            false,
            "Whether tasks of a batch job in stages that take much longer than the others of their step are started a"
                    + " second time on another TaskManager. What the first of both to finish has made counts.");

    /** How often it is looked. */
    public static final ConfigOption<Duration> INTERVAL = ConfigOptions.duration(
                    "slow-task-detector.check-interval",
                    Duration.ofSeconds(1),
                    "How often a batch job looks for slow tasks.")
            .accepting(value -> !value.isZero() && !value.isNegative(), "a time of at least 1 ms");

    /** No task is slow before. */
    public static final ConfigOption<Duration> LOWER_BOUND = ConfigOptions.duration(
            "slow-task-detector.execution-time.baseline-lower-bound",
            Duration.ofMinutes(1),
            "How long a task of a batch job runs at least before it can be slow.");

    /** How many times the usual is slow. */
    public static final ConfigOption<Double> MULTIPLIER = ConfigOptions.decimal(
                    "slow-task-detector.execution-time.baseline-multiplier",
                    1.5,
                    "A task is slow that has run for so many times as long as the last of those took that count as"
                            + " the usual.")
            .accepting(value -> value > 0, "a number greater than 0");

    /** How many are the usual. */
    public static final ConfigOption<Double> RATIO = ConfigOptions.decimal(
                    "slow-task-detector.execution-time.baseline-ratio",
                    0.75,
                    "Which part of the tasks of a step has to have finished before another can be slow: they count as"
                            + " the usual.")
            .accepting(value -> value >= 0 && value <= 1, "a number from 0 to 1");

    private SpeculationOptions() {}
}

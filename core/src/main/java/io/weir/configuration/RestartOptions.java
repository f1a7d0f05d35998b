package io.weir.configuration;

import java.time.Duration;

/** Options of how jobs that fail start again. */
public final class RestartOptions {
    /** Which strategy decides. */
    public static final ConfigOption<RestartStrategyType> TYPE = ConfigOptions.enumeration(
            "restart-strategy.type",
            RestartStrategyType.class,
            null,
            "Whether a job that failed starts again, and when: not at all (none), so many times (fixed-delay), as long as"
                    + " it does not fail too often (failure-rate), or after times that grow (exponential-delay). Without"
                    + " it: with checkpoints, exponential-delay. Without checkpoints, a job that can begin from its"
                    + " beginning without doubling its output (bounded sources, sinks that publish when the job has"
                    + " finished, records that the client collects) starts again up to three times, 1 s after the"
                    + " failure, unless the program itself has failed; any other job does not. What"
                    + " was decided is printed when the job is submitted. Failures that would come again for sure,"
                    + " such as a missing file, end the job whatever the strategy.");

    /** How often a job starts again with the strategy fixed-delay. */
    public static final ConfigOption<Integer> FIXED_DELAY_ATTEMPTS = ConfigOptions.integer(
                    "restart-strategy.fixed-delay.attempts",
                    1,
                    "With fixed-delay: how many times a job starts again before it has failed.")
            .accepting(value -> value >= 0, "a number of at least 0");

    /** The delay of the strategy fixed-delay. */
    public static final ConfigOption<Duration> FIXED_DELAY = ConfigOptions.duration(
            "restart-strategy.fixed-delay.delay",
            Duration.ofSeconds(1),
            "With fixed-delay: how long after a failure the job starts again.");

    /** How many failures the strategy failure-rate tolerates. */
    public static final ConfigOption<Integer> FAILURE_RATE_MAX = ConfigOptions.integer(
                    "restart-strategy.failure-rate.max-failures-per-interval",
                    1,
                    "With failure-rate: how many failures within restart-strategy.failure-rate.failure-rate-interval"
                            + " the job survives; one more ends it.")
            .accepting(value -> value >= 1, "a number of at least 1");

    /** The time in which the strategy failure-rate counts failures. */
    public static final ConfigOption<Duration> FAILURE_RATE_INTERVAL = ConfigOptions.duration(
            "restart-strategy.failure-rate.failure-rate-interval",
            Duration.ofMinutes(1),
            "With failure-rate: the time within which failures are counted.");

    /** The delay of the strategy failure-rate. */
    public static final ConfigOption<Duration> FAILURE_RATE_DELAY = ConfigOptions.duration(
            "restart-strategy.failure-rate.delay",
            Duration.ofSeconds(1),
            "With failure-rate: how long after a failure the job starts again.");

    /** The first delay of the strategy exponential-delay. */
    public static final ConfigOption<Duration> INITIAL_BACKOFF = ConfigOptions.duration(
                    "restart-strategy.exponential-delay.initial-backoff",
                    Duration.ofSeconds(1),
                    "With exponential-delay: how long after the first failure the job starts again.")
            .accepting(value -> value.toMillis() >= 1, "a time of at least 1 ms");

    /** The longest delay of the strategy exponential-delay. */
    public static final ConfigOption<Duration> MAX_BACKOFF = ConfigOptions.duration(
                    "restart-strategy.exponential-delay.max-backoff",
                    Duration.ofMinutes(1),
                    "With exponential-delay: the longest time after which the job starts again.")
            .accepting(value -> value.toMillis() >= 1, "a time of at least 1 ms");

    /** How the delay of the strategy exponential-delay grows. */
    public static final ConfigOption<Double> BACKOFF_MULTIPLIER = ConfigOptions.decimal(
                    "restart-strategy.exponential-delay.backoff-multiplier",
                    1.5,
                    "With exponential-delay: how many times the time before it is each next one, up to the longest.")
            .accepting(value -> value >= 1 && value < 1_000, "a decimal number of at least 1");

    /** After how long the strategy exponential-delay forgets failures. */
    public static final ConfigOption<Duration> RESET_BACKOFF_THRESHOLD = ConfigOptions.duration(
            "restart-strategy.exponential-delay.reset-backoff-threshold",
            Duration.ofHours(1),
            "With exponential-delay: how long a job has to run without a failure for earlier ones to be forgotten.");

    /** How much the delay of the strategy exponential-delay varies. */
    public static final ConfigOption<Double> JITTER_FACTOR = ConfigOptions.fraction(
            "restart-strategy.exponential-delay.jitter-factor",
            0.1,
            "With exponential-delay: by which part of itself each time is made shorter or longer at random, so that jobs"
                    + " that failed together do not start again together.");

    /** How many failures in a row the strategy exponential-delay tolerates. */
    public static final ConfigOption<Integer> ATTEMPTS_BEFORE_RESET = ConfigOptions.integer(
                    "restart-strategy.exponential-delay.attempts-before-reset-backoff",
                    null,
                    "With exponential-delay: how many times a job starts again before earlier failures are forgotten; one"
                            + " failure more ends it. Without it, there is no such limit.")
            .accepting(value -> value >= 1, "a number of at least 1");

    /** Which tasks start again. */
    public static final ConfigOption<FailoverScope> FAILOVER_STRATEGY = ConfigOptions.enumeration(
            "jobmanager.execution.failover-strategy",
            FailoverScope.class,
            FailoverScope.REGION,
            "Which tasks start again when one has failed: those of its region, which are the tasks that exchange records"
                    + " with it, also through others, and those that share the enumerator of a source with one of them"
                    + " (region), or all of the job (full).");

    private RestartOptions() {}
}

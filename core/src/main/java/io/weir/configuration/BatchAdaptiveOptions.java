package io.weir.configuration;

/** Options of how batch jobs in stages follow the sizes of what they have written. */
public final class BatchAdaptiveOptions {
    /** Whether what has been written decides how many instances read it. */
    public static final ConfigOption<Boolean> ENABLED = ConfigOptions.bool(
            "execution.batch.adaptive.auto-parallelism.enabled",
            true,
            "Whether the steps of a batch job in stages get as many instances as the data needs that the steps before them"
                    + " have written: at most those that they would have anyway. Steps whose parallelism the program sets"
                    + " keep it.");

    /** The least such number. */
    public static final ConfigOption<Integer> LEAST = ConfigOptions.integer(
                    "execution.batch.adaptive.auto-parallelism.min-parallelism",
                    1,
                    "How many instances a step gets at least, if its data decides.")
            .accepting(value -> value >= 1, "a number of at least 1");

    /** The greatest such number. */
    public static final ConfigOption<Integer> MOST = ConfigOptions.integer(
                    "execution.batch.adaptive.auto-parallelism.max-parallelism",
                    128,
                    "How many instances a step gets at most, if its data decides.")
            .accepting(value -> value >= 1, "a number of at least 1");

    /** How much an instance reads. */
    public static final ConfigOption<MemorySize> VOLUME = ConfigOptions.memory(
                    "execution.batch.adaptive.auto-parallelism.avg-data-volume-per-task",
                    MemorySize.ofMebiBytes(16),
                    "How much an instance of a step is to read on average, if its data decides.")
            .accepting(value -> value.bytes() >= 1, "an amount of at least 1 b");

    /** Whether what has been written decides which input a join hashes. */
    public static final ConfigOption<Boolean> JOINS = ConfigOptions.bool(
            "execution.batch.adaptive.joins.enabled",
            true,
            "Whether joins of a batch job in stages hash the input that turned out to be the smaller one, if the program"
                    + " gives no hint.");

    /** Whether large parts are divided. */
    public static final ConfigOption<Boolean> SKEW = ConfigOptions.bool(
            "execution.batch.adaptive.skewed-parts.enabled",
            true,
            "Whether several instances of a step of a batch job in stages share what was meant for one of them, if that is"
                    + " much more than the others get. Only steps whose number of instances the data decides do so.");

    /** How much larger a part is that is divided. */
    public static final ConfigOption<Double> SKEW_FACTOR = ConfigOptions.decimal(
                    "execution.batch.adaptive.skewed-parts.skewed-factor",
                    4.0,
                    "How many times larger than the median a part is at least that several instances share.")
            .accepting(value -> value >= 1, "a number of at least 1");

    /** How large a part is that is divided. */
    public static final ConfigOption<MemorySize> SKEW_THRESHOLD = ConfigOptions.memory(
            "execution.batch.adaptive.skewed-parts.skewed-threshold",
            MemorySize.ofMebiBytes(256),
            "How large a part is at least that several instances share.");

    private BatchAdaptiveOptions() {}
}

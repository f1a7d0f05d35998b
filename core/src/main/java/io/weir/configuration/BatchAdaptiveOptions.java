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

    private BatchAdaptiveOptions() {}
}

package io.weir.configuration;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Builds options: {@code ConfigOptions.intOption("parallelism.default", 1, "How many …")}. */
public final class ConfigOptions {
    private ConfigOptions() {}

    /** Returns an option with any text as its value; the default may be null. */
    public static ConfigOption<String> string(String key, String defaultValue, String description) {
        return new ConfigOption<>(key, "String", defaultValue, description, Function.identity(), Function.identity());
    }

    /** Returns an option with a whole number as its value. */
    public static ConfigOption<Integer> integer(String key, Integer defaultValue, String description) {
        return new ConfigOption<>(key, "Integer", defaultValue, description, Integer::valueOf, String::valueOf);
    }

    /** Returns an option with a long whole number as its value. */
    public static ConfigOption<Long> longInteger(String key, Long defaultValue, String description) {
        return new ConfigOption<>(key, "Long", defaultValue, description, Long::valueOf, String::valueOf);
    }

    /** Returns an option with a decimal number as its value. */
    public static ConfigOption<Double> decimal(String key, Double defaultValue, String description) {
        return new ConfigOption<>(key, "Double", defaultValue, description, Double::valueOf, String::valueOf);
    }

    /** Returns an option that is true or false. */
    public static ConfigOption<Boolean> bool(String key, Boolean defaultValue, String description) {
        return new ConfigOption<>(
                key, "Boolean", defaultValue, description, ConfigOptions::parseBoolean, String::valueOf);
    }

    /** Returns an option with a time as its value, such as {@code 100 ms}, {@code 10 s} or {@code 5 min}. */
    public static ConfigOption<Duration> duration(String key, Duration defaultValue, String description) {
        return new ConfigOption<>(key, "Duration", defaultValue, description, Durations::parse, Durations::print);
    }

    /** Returns an option with an amount of memory as its value, such as {@code 64 mb} or {@code 1 gb}. */
    public static ConfigOption<MemorySize> memory(String key, MemorySize defaultValue, String description) {
        return new ConfigOption<>(
                key, "MemorySize", defaultValue, description, MemorySize::parse, MemorySize::toString);
    }

    /** Returns an option with one of an enum's constants as its value. */
    public static <E extends Enum<E>> ConfigOption<E> enumeration(
            String key, Class<E> type, E defaultValue, String description) {
        return new ConfigOption<>(
                key,
                "one of " + Arrays.toString(type.getEnumConstants()),
                defaultValue,
                description,
                text -> Enum.valueOf(
                        type, text.toUpperCase(java.util.Locale.ROOT).replace('-', '_')),
                Enum::name);
    }

    /** Returns an option with a list as its value, written with semicolons between the elements. */
    public static ConfigOption<List<String>> list(String key, List<String> defaultValue, String description) {
        return new ConfigOption<>(
                key,
                "List<String>",
                defaultValue,
                description,
                text -> text.isBlank()
                        ? List.of()
                        : Arrays.stream(text.split(";", -1)).map(String::trim).toList(),
                elements -> String.join(";", elements));
    }

    private static boolean parseBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("it is true or false");
        };
    }
}

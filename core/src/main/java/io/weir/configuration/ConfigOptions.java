package io.weir.configuration;

import io.weir.configuration.ConfigOption.ValueType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Builds options: {@code ConfigOptions.integer("parallelism.default", 1, "How many …")}. */
public final class ConfigOptions {
    /** What the names begin with that an option takes. */
    static final String ONE_OF = "one of ";

    private static final ValueType<String> STRING = new ValueType<>("String", "a text", text -> text, text -> text);
    private static final ValueType<Integer> INTEGER =
            new ValueType<>("Integer", "a whole number", Integer::valueOf, String::valueOf);
    private static final ValueType<Double> DECIMAL =
            new ValueType<>("Double", "a decimal number", Double::valueOf, String::valueOf);
    private static final ValueType<Boolean> BOOLEAN =
            new ValueType<>("Boolean", "true or false", ConfigOptions::parseBoolean, String::valueOf);
    private static final ValueType<Duration> DURATION = new ValueType<>(
            "Duration", "a time with its unit (ms, s, min, h, d), as in 10 s", Durations::parse, Durations::print);
    private static final ValueType<MemorySize> MEMORY = new ValueType<>(
            "MemorySize",
            "an amount of memory with its unit (b, kb, mb, gb, tb), as in 64 mb",
            MemorySize::parse,
            MemorySize::toString);
    private static final ValueType<List<String>> LIST = new ValueType<>(
            "List<String>",
            "a list with semicolons between its elements",
            ConfigOptions::parseList,
            elements -> String.join(";", elements));

    private ConfigOptions() {}

    /** Returns an option with any text as its value; the default may be null. */
    public static ConfigOption<String> string(String key, String defaultValue, String description) {
        return new ConfigOption<>(key, STRING, defaultValue, description);
    }

    /** Returns an option with a whole number as its value. */
    public static ConfigOption<Integer> integer(String key, Integer defaultValue, String description) {
        return new ConfigOption<>(key, INTEGER, defaultValue, description);
    }

    /** Returns an option with a decimal number as its value. */
    public static ConfigOption<Double> decimal(String key, Double defaultValue, String description) {
        return new ConfigOption<>(key, DECIMAL, defaultValue, description);
    }

    /** Returns an option that is true or false. */
    public static ConfigOption<Boolean> bool(String key, Boolean defaultValue, String description) {
        return new ConfigOption<>(key, BOOLEAN, defaultValue, description);
    }

    /** Returns an option with a time as its value, such as {@code 100 ms}, {@code 10 s} or {@code 5 min}. */
    public static ConfigOption<Duration> duration(String key, Duration defaultValue, String description) {
        return new ConfigOption<>(key, DURATION, defaultValue, description);
    }

    /** Returns an option with an amount of memory as its value, such as {@code 64 mb} or {@code 1 gb}. */
    public static ConfigOption<MemorySize> memory(String key, MemorySize defaultValue, String description) {
        return new ConfigOption<>(key, MEMORY, defaultValue, description);
    }

    /** Returns an option with one of an enum's constants as its value, in any case, with dashes or underscores. */
    public static <E extends Enum<E>> ConfigOption<E> enumeration(
            String key, Class<E> type, E defaultValue, String description) {
        String constants =
                Arrays.stream(type.getEnumConstants()).map(Enum::toString).collect(Collectors.joining(", "));
        ValueType<E> valueType = new ValueType<>(
                type.getSimpleName(),
                ONE_OF + constants,
                text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')),
                Enum::toString);
        return new ConfigOption<>(key, valueType, defaultValue, description);
    }

    /** Returns an option with a list as its value, written with semicolons between the elements. */
    public static ConfigOption<List<String>> list(String key, List<String> defaultValue, String description) {
        return new ConfigOption<>(key, LIST, defaultValue, description);
    }

    /** Returns an option with a port as its value; 0 stands for any free one. */
    static ConfigOption<Integer> port(String key, int defaultValue, String description) {
        return integer(key, defaultValue, description)
                .accepting(value -> value >= 0 && value <= 65_535, "a port from 0 to 65535");
    }

    /** Returns an option with a part of a whole as its value. */
    static ConfigOption<Double> fraction(String key, double defaultValue, String description) {
        return decimal(key, defaultValue, description)
                .accepting(value -> value >= 0 && value < 1, "a decimal number from 0 to less than 1");
    }

    private static boolean parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static List<String> parseList(String text) {
        return Arrays.stream(text.split(";", -1))
                .map(String::trim)
                .filter(element -> !element.isEmpty())
                .toList();
    }
}

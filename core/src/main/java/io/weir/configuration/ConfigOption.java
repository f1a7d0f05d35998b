package io.weir.configuration;

import java.util.Objects;
import java.util.function.Function;

/**
 * A typed option: its key, default and description, and how its value is read from text.
 *
 * @param <T> the type of the value
 */
public final class ConfigOption<T> {
    private final String key;
    private final String typeName;
    private final T defaultValue;
    private final String description;
    private final Function<String, T> parser;
    private final Function<T, String> printer;

    ConfigOption(
            String key,
            String typeName,
            T defaultValue,
            String description,
            Function<String, T> parser,
            Function<T, String> printer) {
        this.key = Objects.requireNonNull(key, "key is null");
        this.typeName = typeName;
        this.defaultValue = defaultValue;
        this.description = description;
        this.parser = parser;
        this.printer = printer;
    }

    /** Returns the key. */
    public String key() {
        return key;
    }

    /** Returns the name of the type that documentation shows. */
    public String typeName() {
        return typeName;
    }

    /** Returns the default, or null if there is none. */
    public T defaultValue() {
        return defaultValue;
    }

    /** Returns the description. */
    public String description() {
        return description;
    }

    T parse(String text) {
        return parser.apply(text);
    }

    String print(T value) {
        return printer.apply(value);
    }

    @Override
    public String toString() {
        return key;
    }
}

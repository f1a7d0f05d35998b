package io.weir.configuration;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A typed option: its key, default and description, and how its value is read from text. Options are constants of the
 * classes that {@link OptionCatalogue} lists; they never change and any thread may use them.
 *
 * @param <T> the type of the value
 */
public final class ConfigOption<T> {
    private final String key;
    private final ValueType<T> type;
    private final T defaultValue;
    private final String description;

    ConfigOption(String key, ValueType<T> type, T defaultValue, String description) {
        this.key = Objects.requireNonNull(key, "key is null");
        this.type = Objects.requireNonNull(type, "type is null");
        this.defaultValue = defaultValue;
        this.description = Objects.requireNonNull(description, "description is null");
        if (defaultValue != null && !type.accepts().test(defaultValue)) {
            throw new IllegalArgumentException("The default of " + key + " is not " + type.wanted() + ".");
        }
    }

    /**
     * Returns this option with fewer values allowed.
     *
     * @param accepts tells the allowed values
     * @param wanted what they are, as in {@code a whole number of at least 1}
     * @return the stricter option
     */
    ConfigOption<T> accepting(Predicate<T> accepts, String wanted) {
        ValueType<T> stricter = new ValueType<>(type.name(), wanted, type.parser(), type.printer(), accepts);
        return new ConfigOption<>(key, stricter, defaultValue, description);
    }

    /** Returns the key. */
    public String key() {
        return key;
    }

    /** Returns the name of the type that documentation shows. */
    public String typeName() {
        return type.name();
    }

    /** Returns what a value has to be, in words that fit after "it takes". */
    public String wanted() {
        return type.wanted();
    }

    /** Returns the default, or null if there is none. */
    public T defaultValue() {
        return defaultValue;
    }

    /** Returns the default as it would be written in a file, or null if there is none. */
    public String defaultText() {
        return defaultValue == null ? null : print(defaultValue);
    }

    /** Returns the description: one sentence or more. */
    public String description() {
        return description;
    }

    /** Reads a value; throws an IllegalArgumentException, whose message is not meant for users, if it is none. */
    T parse(String text) {
        T value = type.parser().apply(text.trim());
        if (!type.accepts().test(value)) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    String print(T value) {
        return type.printer().apply(value);
    }

    @Override
    public String toString() {
        return key;
    }

    /**
     * How values of one type are read, printed and checked.
     *
     * @param name the name of the type in documentation
     * @param wanted what a value is, as in {@code true or false}
     * @param parser reads a value; throws an IllegalArgumentException or ArithmeticException if it cannot
     * @param printer writes a value so that the parser reads it
     * @param accepts whether a value that was read is allowed
     * @param <T> the type
     */
    record ValueType<T>(
            String name, String wanted, Function<String, T> parser, Function<T, String> printer, Predicate<T> accepts) {
        ValueType(String name, String wanted, Function<String, T> parser, Function<T, String> printer) {
            this(name, wanted, parser, printer, value -> true);
        }
    }
}

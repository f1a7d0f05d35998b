package io.weir.configuration;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Options by key, as text. Reading one through its {@link ConfigOption} checks it. One thread owns it while it changes. */
public final class Configuration implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> values = new TreeMap<>();

    /** Creates an empty configuration. */
    public Configuration() {}

    /**
     * Copies a configuration.
     *
     * @param other the one to copy
     */
    public Configuration(Configuration other) {
        values.putAll(other.values);
    }

    /**
     * Creates a configuration from keys and values.
     *
     * @param values the values by key
     * @return the configuration
     */
    public static Configuration fromMap(Map<String, String> values) {
        Configuration configuration = new Configuration();
        configuration.values.putAll(values);
        return configuration;
    }

    /**
     * Returns the value of an option, or its default.
     *
     * @param option the option
     * @param <T> the type of the value
     * @return the value; null if it is not set and has no default
     * @throws WeirException if the text is no value of the option's type
     */
    public <T> T get(ConfigOption<T> option) {
        return getOptional(option).orElse(option.defaultValue());
    }

    /**
     * Returns the value of an option if it is set.
     *
     * @param option the option
     * @param <T> the type of the value
     * @return the value
     * @throws WeirException if the text is no value of the option's type
     */
    public <T> Optional<T> getOptional(ConfigOption<T> option) {
        String text = values.get(option.key());
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(option.parse(text.trim()));
        } catch (RuntimeException e) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The option " + option.key() + " takes a " + option.typeName() + ", not '" + text + "': "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Sets an option.
     *
     * @param option the option
     * @param value its value
     * @param <T> the type of the value
     * @return this
     */
    public <T> Configuration set(ConfigOption<T> option, T value) {
        values.put(option.key(), option.print(value));
        return this;
    }

    /**
     * Sets an option by its key.
     *
     * @param key the key
     * @param value its value as text
     * @return this
     */
    public Configuration setString(String key, String value) {
        values.put(key, value);
        return this;
    }

    /**
     * Sets all options that another configuration has set.
     *
     * @param other the other configuration
     * @return this
     */
    public Configuration addAll(Configuration other) {
        values.putAll(other.values);
        return this;
    }

    /** Returns whether an option is set. */
    public boolean contains(ConfigOption<?> option) {
        return values.containsKey(option.key());
    }

    /** Returns the values by key. */
    public Map<String, String> toMap() {
        return new TreeMap<>(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Configuration that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}

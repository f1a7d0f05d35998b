package io.weir.configuration;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Options by key, as text. Reading one through its {@link ConfigOption} checks it. One thread owns it while it changes. */
public final class Configuration implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What the keys of values contain that must not be shown: our own, Hadoop's and those of object stores. */
    private static final List<String> SECRETS = List.of(
            "secret", "password", "passwd", "token", "credential", "account.key", "access.key", "api-key", "apikey");

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
        values.forEach(configuration::setString);
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
            return Optional.of(option.parse(text));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new WeirException(ErrorCode.CONFIGURATION, problem(option, text, e), e);
        }
    }

    /** Returns what is wrong with a value, as one sentence, or nothing if the option takes it. */
    static Optional<String> problemOf(ConfigOption<?> option, String text) {
        try {
            option.parse(text);
            return Optional.empty();
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.of(problem(option, text, e));
        }
    }

    private static String problem(ConfigOption<?> option, String text, RuntimeException cause) {
        String problem = "The option " + option.key() + " cannot be '" + text + "': it takes " + option.wanted()
                + (cause instanceof Durations.TooLong ? ", and " + cause.getMessage() : "") + ".";
        return nearestOf(option, text)
                .map(known -> problem + " Did you mean '" + known + "'?")
                .orElse(problem);
    }

    /** Returns, of an option that takes one of some names, the nearest. */
    private static Optional<String> nearestOf(ConfigOption<?> option, String text) {
        String wanted = option.wanted();
        return wanted.startsWith(ConfigOptions.ONE_OF)
                ? NearestName.of(
                        text,
                        List.of(wanted.substring(ConfigOptions.ONE_OF.length()).split(", ")))
                : Optional.empty();
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
        Objects.requireNonNull(value, () -> "The value of " + option.key() + " is null.");
        try {
            values.put(option.key(), option.print(value));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new WeirException(ErrorCode.CONFIGURATION, problem(option, String.valueOf(value), e), e);
        }
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
        values.put(Objects.requireNonNull(key, "key is null"), Objects.requireNonNull(value, key));
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

    /**
     * Returns the values of a family of options.
     *
     * @param prefix the family
     * @return the values by what follows the prefix in their keys
     */
    public Map<String, String> getAll(OptionPrefix prefix) {
        Map<String, String> found = new TreeMap<>();
        values.forEach((key, value) -> {
            if (prefix.covers(key)) {
                found.put(key.substring(prefix.prefix().length()), value);
            }
        });
        return found;
    }

    /**
     * Takes back the value of an option, so that its default holds.
     *
     * @param option the option
     * @return this
     */
    public Configuration remove(ConfigOption<?> option) {
        values.remove(option.key());
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

    /** Returns the values by key, fit for a log: secrets are hidden. */
    @Override
    public String toString() {
        Map<String, String> shown = toMap();
        shown.replaceAll((key, value) -> isSecret(key) ? "******" : value);
        return shown.toString();
    }

    private static boolean isSecret(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(name::contains) && !name.endsWith("-file");
    }
}

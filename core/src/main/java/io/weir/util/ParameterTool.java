package io.weir.util;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The arguments of a program, read as {@code --name value} or {@code -name value}; a name that no value follows is a
 * switch. Immutable, so that functions can carry it; any thread may use it.
 */
public final class ParameterTool implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What a switch has for a value: no argument can be it, because arguments hold no NUL. */
    private static final String NO_VALUE = "\0";

    private final LinkedHashMap<String, String> values;

    private ParameterTool(Map<String, String> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /**
     * Reads the arguments of a program's main method.
     *
     * @param args the arguments; a negative number counts as a value, not as a name
     * @return the arguments by name
     * @throws WeirException if an argument is neither a name nor the value of one
     */
    public static ParameterTool fromArgs(String[] args) {
        Map<String, String> values = new LinkedHashMap<>();
        int position = 0;
        while (position < args.length) {
            String name = nameOf(args[position], args);
            boolean hasValue = position + 1 < args.length && !isName(args[position + 1]);
            values.put(name, hasValue ? args[position + 1] : NO_VALUE);
            position += hasValue ? 2 : 1;
        }
        return new ParameterTool(values);
    }

    /**
     * Takes parameters from a map.
     *
     * @param values the values by name
     * @return the parameters
     */
    public static ParameterTool fromMap(Map<String, String> values) {
        return new ParameterTool(values);
    }

    /**
     * Reads a properties file.
     *
     * @param file the file
     * @return its values by name
     * @throws IOException if it cannot be read
     */
    public static ParameterTool fromPropertiesFile(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream input = Files.newInputStream(file)) {
            properties.load(input);
        }
        return new ParameterTool(properties.stringPropertyNames().stream()
                .sorted()
                .collect(Collectors.toMap(
                        name -> name, properties::getProperty, (left, right) -> right, LinkedHashMap::new)));
    }

    private static String nameOf(String argument, String[] args) {
        String name =
                argument.startsWith("--") ? argument.substring(2) : argument.substring(Math.min(1, argument.length()));
        if (!isName(argument) || name.isEmpty()) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "The argument '" + argument + "' has no name: write --name value. The arguments were: "
                            + String.join(" ", args) + ".");
        }
        return name;
    }

    private static boolean isName(String argument) {
        return argument.startsWith("-") && !argument.matches("-(\\d|\\.\\d).*");
    }

    /**
     * Checks that nothing was given but what the program knows: a misspelt name would be passed over in silence.
     *
     * @param names what the program knows
     * @return this
     * @throws WeirException if there is anything else
     */
    public ParameterTool requireOnly(String... names) {
        List<String> known = List.of(names);
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new WeirException(
                        ErrorCode.USAGE,
                        "There is no argument --" + name + "; the program takes " + names(known) + ".");
            }
        }
        return this;
    }

    /** Returns whether a parameter or switch was given. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns a parameter, or null if it was not given. */
    public String get(String name) {
        return get(name, null);
    }

    /** Returns a parameter, or a default if it was not given. */
    public String get(String name, String defaultValue) {
        String value = values.get(name);
        if (NO_VALUE.equals(value)) {
            throw new WeirException(ErrorCode.USAGE, "The argument --" + name + " needs a value.");
        }
        return value == null ? defaultValue : value;
    }

    /**
     * Returns a parameter that the program cannot do without.
     *
     * @param name its name
     * @return its value
     * @throws WeirException if it was not given
     */
    public String getRequired(String name) {
        String value = get(name);
        if (value == null) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "The program needs the argument --" + name + "."
                            + (values.isEmpty() ? "" : " It was given: " + names(values.keySet()) + "."));
        }
        return value;
    }

    /** Returns a whole number; the program cannot do without it. */
    public int getInt(String name) {
        return parse(name, getRequired(name), Integer::valueOf, "a whole number");
    }

    /** Returns a whole number, or a default if it was not given. */
    public int getInt(String name, int defaultValue) {
        return has(name) ? getInt(name) : defaultValue;
    }

    /** Returns a long whole number; the program cannot do without it. */
    public long getLong(String name) {
        return parse(name, getRequired(name), Long::valueOf, "a whole number");
    }

    /** Returns a long whole number, or a default if it was not given. */
    public long getLong(String name, long defaultValue) {
        return has(name) ? getLong(name) : defaultValue;
    }

    /** Returns a decimal number; the program cannot do without it. */
    public double getDouble(String name) {
        return parse(name, getRequired(name), Double::valueOf, "a decimal number");
    }

    /** Returns a decimal number, or a default if it was not given. */
    public double getDouble(String name, double defaultValue) {
        return has(name) ? getDouble(name) : defaultValue;
    }

    /** Returns true for a switch and for {@code --name true}, false for {@code --name false}, else the default. */
    public boolean getBoolean(String name, boolean defaultValue) {
        String value = values.get(name);
        if (value == null) {
            return defaultValue;
        }
        return NO_VALUE.equals(value) || parse(name, value, ParameterTool::parseBoolean, "true or false");
    }

    /**
     * Adds the parameters of another tool, which go before those of this one.
     *
     * @param other the other parameters
     * @return both
     */
    public ParameterTool mergeWith(ParameterTool other) {
        ParameterTool merged = new ParameterTool(values);
        merged.values.putAll(other.values);
        return merged;
    }

    /** Returns the values by name; a switch has the value {@code true}. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>(values);
        map.replaceAll((name, value) -> NO_VALUE.equals(value) ? "true" : value);
        return map;
    }

    private static <T> T parse(String name, String text, Function<String, T> parser, String wanted) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "The argument --" + name + " cannot be '" + text + "': it takes " + wanted + ".",
                    e);
        }
    }

    private static Boolean parseBoolean(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    private static String names(Collection<String> names) {
        return names.stream().map(name -> "--" + name).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}

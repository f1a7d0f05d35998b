package io.weir.runtime.configuration;

import io.weir.configuration.Configuration;
import io.weir.configuration.OptionCatalogue;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the options of a process: {@code weir.yaml}, and {@code -Dkey=value} over it. What is returned is checked: all
 * keys are known and all values fit. Stateless; used once, when a process starts.
 */
public final class ConfigurationLoader {
    /** The name of the file. */
    public static final String FILE_NAME = "weir.yaml";

    /** The environment variable that names the directory of the file. */
    public static final String DIRECTORY_VARIABLE = "WEIR_CONF_DIR";

    /** The system property that names the distribution's directory. */
    public static final String HOME_PROPERTY = "weir.home";

    private ConfigurationLoader() {}

    /**
     * Finds the file: in the directory that {@code WEIR_CONF_DIR} names, else in {@code conf/} of the distribution.
     *
     * @return the file, or nothing if the process runs without a distribution
     * @throws WeirException if {@code WEIR_CONF_DIR} is set but holds no such file
     */
    public static Optional<Path> find() {
        return find(System.getenv(DIRECTORY_VARIABLE), System.getProperty(HOME_PROPERTY));
    }

    static Optional<Path> find(String directory, String home) {
        if (directory != null && !directory.isBlank()) {
            Path file = Path.of(directory, FILE_NAME);
            if (!Files.exists(file)) {
                throw new WeirException(
                        ErrorCode.CONFIGURATION,
                        "There is no " + FILE_NAME + " in " + directory + ", which the environment variable "
                                + DIRECTORY_VARIABLE + " names.");
            }
            return Optional.of(file);
        }
        return Optional.ofNullable(home)
                .map(path -> Path.of(path, "conf", FILE_NAME))
                .filter(Files::exists);
    }

    /**
     * Reads the file that {@link #find} finds, if any, and sets further options over it.
     *
     * @param overrides values by key, as given with {@code -D}
     * @return the options
     * @throws WeirException with one line that names the file and the line, or the override, that is wrong
     */
    public static Configuration load(Map<String, String> overrides) {
        Configuration configuration = find().map(ConfigurationLoader::load).orElseGet(Configuration::new);
        return withOverrides(configuration, overrides);
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return its options
     * @throws WeirException with one line that names the file and the line that is wrong
     */
    public static Configuration load(Path file) {
        try {
            return new YamlOptions(file.toString()).read(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new WeirException(ErrorCode.CONFIGURATION, "The configuration file " + file + " does not exist.", e);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION, "The configuration file " + file + " cannot be read: " + e + ".", e);
        }
    }

    /**
     * Reads the text of a file that {@link #toYaml} wrote, wherever it was kept.
     *
     * @param text the text
     * @param name what the file is called in messages
     * @return its options
     * @throws WeirException with one line that names the file and the line that is wrong
     */
    public static Configuration parse(String text, String name) {
        return new YamlOptions(name).read(text);
    }

    /**
     * Sets options over others.
     *
     * @param base the others; not changed
     * @param overrides values by key, as given with {@code -D}
     * @return all of them
     * @throws WeirException with one line that names the override that is wrong
     */
    public static Configuration withOverrides(Configuration base, Map<String, String> overrides) {
        Configuration configuration = new Configuration(base);
        overrides.forEach((key, value) -> {
            OptionCatalogue.problemOf(key, value).ifPresent(problem -> {
                throw new WeirException(ErrorCode.CONFIGURATION, "-D" + key + ": " + problem);
            });
            configuration.setString(key, value);
        });
        OptionCatalogue.check(configuration);
        return configuration;
    }

    /**
     * Divides arguments of the form {@code key=value} or {@code -Dkey=value}.
     *
     * @param arguments the arguments
     * @return the values by key; the last of several counts
     * @throws WeirException if an argument has no equals sign
     */
    public static Map<String, String> parseOverrides(Iterable<String> arguments) {
        Map<String, String> overrides = new HashMap<>();
        for (String argument : arguments) {
            String pair = argument.startsWith("-D") ? argument.substring(2) : argument;
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new WeirException(
                        ErrorCode.USAGE, "An option is given as -Dkey=value, not as '" + argument + "'.");
            }
            overrides.put(pair.substring(0, equals).trim(), pair.substring(equals + 1));
        }
        return overrides;
    }

    /**
     * Writes options as a file that {@link #load(Path)} reads back, for a process that is started elsewhere.
     *
     * @param configuration the options
     * @return the text of the file, secrets included
     */
    public static String toYaml(Configuration configuration) {
        StringBuilder text = new StringBuilder();
        configuration.toMap().forEach((key, value) -> text.append(key)
                .append(": \"")
                .append(YamlOptions.escape(value))
                .append("\"\n"));
        return text.toString();
    }
}

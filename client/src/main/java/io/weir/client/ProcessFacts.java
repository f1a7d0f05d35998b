package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.EnvironmentOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.SecurityOptions;
import io.weir.runtime.configuration.ConfigurationLoader;
import io.weir.runtime.configuration.ProcessMemory;
import io.weir.runtime.ha.HighAvailability;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the scripts need to know of the configuration before they start a process, as assignments for a shell: one start
 * of Java answers for all roles.
 */
public final class ProcessFacts {
    /** Words between blanks; quotes keep blanks together, as in {@code -Dname="a b"}. */
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

    private ProcessFacts() {}

    /**
     * Prints the assignments.
     *
     * @param args options as {@code -Dkey=value}
     */
    public static void main(String[] args) {
        try {
            Console console = Console.ofProcess();
            Configuration configuration = ConfigurationLoader.withOverrides(
                    ClientConfiguration.load(console), ConfigurationLoader.parseOverrides(List.of(args)));
            Path home = Path.of(System.getProperty(ConfigurationLoader.HOME_PROPERTY, "."));
            of(configuration, console, home)
                    .forEach((name, value) -> System.out.println("export " + name + "=" + quoted(value)));
        } catch (WeirException e) {
            System.err.println("weir: " + e.getMessage());
            System.exit(ExitCode.of(e.code()));
        }
    }

    static Map<String, String> of(Configuration configuration, Console console, Path home) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "WEIR_LOG_DIR",
                console.variable("WEIR_LOG_DIR")
                        .orElse(orElse(configuration.get(EnvironmentOptions.LOG_DIRECTORY), home.resolve("log"))));
        facts.put(
                "WEIR_PID_DIR",
                console.variable("WEIR_PID_DIR")
                        .orElse(orElse(
                                configuration.get(EnvironmentOptions.PID_DIRECTORY),
                                System.getProperty("java.io.tmpdir"))));
        facts.put("WEIR_ENV_JAVA_HOME", orElse(configuration.get(EnvironmentOptions.JAVA_HOME), ""));
        facts.put("WEIR_JM_HOST", configuration.get(JobManagerOptions.ADDRESS));
        facts.put("WEIR_JM_PORT", String.valueOf(configuration.get(JobManagerOptions.PORT)));
        facts.put("WEIR_ELECTED", HighAvailability.isEnabled(configuration) ? "yes" : "");
        facts.put("WEIR_SECRET_FILE", secretFile(configuration, console));
        facts.put(
                "WEIR_JOBMANAGER_FLAGS",
                flags(
                        configuration,
                        ProcessMemory.forJobManager(configuration),
                        EnvironmentOptions.JAVA_OPTS_JOB_MANAGER));
        facts.put(
                "WEIR_TASKMANAGER_FLAGS",
                flags(
                        configuration,
                        ProcessMemory.forTaskManager(configuration),
                        EnvironmentOptions.JAVA_OPTS_TASK_MANAGER));
        return facts;
    }

    /** Returns the file with the secret; empty if the secret itself is configured. */
    private static String secretFile(Configuration configuration, Console console) {
        if (configuration.contains(SecurityOptions.CLUSTER_SECRET)) {
            return "";
        }
        return orElse(
                configuration.get(SecurityOptions.CLUSTER_SECRET_FILE),
                console.configurationDirectory()
                        .map(ClientConfiguration::secretFileIn)
                        .orElse(Path.of("")));
    }

    private static String flags(
            Configuration configuration, ProcessMemory memory, io.weir.configuration.ConfigOption<String> ofRole) {
        List<String> flags = new ArrayList<>(memory.jvmFlags());
        flags.addAll(words(configuration.get(EnvironmentOptions.JAVA_OPTS_ALL)));
        flags.addAll(words(configuration.get(ofRole)));
        return String.join("\n", flags);
    }

    /** Divides flags at blanks outside of quotes, and takes the quotes off. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group().replaceAll("[\"']", ""));
        }
        return words;
    }

    private static String orElse(String value, Object otherwise) {
        return value == null || value.isBlank() ? otherwise.toString() : value;
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}

package io.weir.runtime.plugin;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the jars of the plug-ins and of Hadoop: what {@code HADOOP_CLASSPATH} says, else the installation in
 * {@code HADOOP_HOME} or on the {@code PATH}, else the distribution's {@code lib/hadoop}. Stateless.
 */
public final class HadoopClassPath {
    private static final String CONFIGURATION_CLASS = "org/apache/hadoop/conf/Configuration.class";
    private static final Duration COMMAND_TIME = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(HadoopClassPath.class);

    private HadoopClassPath() {}

    /** Returns the distribution that this process runs from, if the property {@code weir.home} names it. */
    public static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("weir.home"))
                .map(home -> Path.of(home).toAbsolutePath().normalize());
    }

    /**
     * Returns the class path of the cluster's own Hadoop.
     *
     * @param environment the environment variables
     * @return its entries; empty if there is no installation
     */
    public static List<URL> ofInstallation(Map<String, String> environment) {
        Set<URL> extra = expand(environment.getOrDefault("HADOOP_CLASSPATH", ""));
        if (holdsHadoop(extra)) {
            return List.copyOf(extra);
        }
        // HADOOP_CLASSPATH may just as well hold a few jars that go with an installation.
        Set<URL> installed = new LinkedHashSet<>(extra);
        installed.addAll(command(environment)
                .map(HadoopClassPath::output)
                .map(HadoopClassPath::expand)
                .orElse(Set.of()));
        return holdsHadoop(installed) ? List.copyOf(installed) : List.of();
    }

    /** Returns all entries: configuration, plug-ins, Hadoop. */
    static List<URL> find(Map<String, String> environment, Optional<Path> home) {
        Set<URL> path = new LinkedHashSet<>();
        for (String variable : List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR")) {
            String directory = environment.get(variable);
            if (directory != null && Files.isDirectory(Path.of(directory))) {
                path.add(url(Path.of(directory)));
            }
        }
        home.ifPresent(directory -> path.addAll(jarsIn(directory.resolve("lib/plugins"))));
        List<URL> hadoop = ofInstallation(environment);
        if (hadoop.isEmpty()) {
            hadoop = home.map(directory -> jarsIn(directory.resolve("lib/hadoop")))
                    .orElse(List.of());
        }
        if (hadoop.isEmpty()) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "Hadoop's jars were not found: set HADOOP_CLASSPATH to what 'hadoop classpath' prints, or"
                            + " HADOOP_HOME, or use a distribution with lib/hadoop; a program that runs without a"
                            + " distribution needs the dependency io.weir:weir-hdfs-checkpoint.");
        }
        path.addAll(hadoop);
        return List.copyOf(path);
    }

    /** Expands a class path as the JVM does: {@code dir/*} is all jars of a directory. */
    static Set<URL> expand(String classPath) {
        Set<URL> urls = new LinkedHashSet<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            String trimmed = entry.trim();
            if (trimmed.endsWith("/*")) {
                urls.addAll(jarsIn(Path.of(trimmed.substring(0, trimmed.length() - 2))));
            } else if (!trimmed.isEmpty() && Files.exists(Path.of(trimmed))) {
                urls.add(url(Path.of(trimmed)));
            }
        }
        return urls;
    }

    private static List<URL> jarsIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .map(HadoopClassPath::url)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holdsHadoop(Set<URL> urls) {
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), null)) {
            return loader.findResource(CONFIGURATION_CLASS) != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> command(Map<String, String> environment) {
        List<Path> candidates = new ArrayList<>();
        String home = environment.get("HADOOP_HOME");
        if (home != null && !home.isBlank()) {
            candidates.add(Path.of(home, "bin", "hadoop"));
        }
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            candidates.add(Path.of(directory, "hadoop"));
        }
        return candidates.stream().filter(Files::isExecutable).findFirst();
    }

    private static String output(Path command) {
        return output(command, COMMAND_TIME);
    }

    /** Returns what {@code hadoop classpath} prints; nothing if it does not work, or not in time. */
    static String output(Path command, Duration timeout) {
        try {
            // A pipe would have to be read to its end, which a command that hangs never comes to.
            Path output = Files.createTempFile("weir-hadoop-classpath", ".txt");
            try {
                return output(command, output, timeout);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            LOG.warn("'{} classpath' cannot be run; going on without that installation.", command, e);
            return "";
        }
    }

    private static String output(Path command, Path output, Duration timeout) throws IOException {
        Process process = new ProcessBuilder(command.toString(), "classpath")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("'{} classpath' did not end within {} ms; going on without it.", command, timeout.toMillis());
                return "";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } finally {
            process.destroyForcibly(); // does nothing to one that has ended
        }
        if (process.exitValue() != 0) {
            LOG.warn("'{} classpath' failed with exit code {}.", command, process.exitValue());
        }
        return Files.readString(output, StandardCharsets.UTF_8).trim();
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a path has no URL: " + path, e);
        }
    }
}

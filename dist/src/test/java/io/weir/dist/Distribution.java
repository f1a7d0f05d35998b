package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The distribution that the build has assembled, used as a person would: by its scripts, in processes of their own, with
 * a configuration directory of its own.
 */
final class Distribution {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path home;
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();

    /**
     * Makes a configuration, log and pid directory.
     *
     * @param directory where they are made; outputs go there, too
     */
    Distribution(Path directory) throws IOException {
        this.home = Path.of(System.getProperty("weir.distribution"));
        this.directory = directory;
        Path conf = Files.createDirectories(directory.resolve("conf"));
        try (Stream<Path> files = Files.list(home.resolve("conf"))) {
            for (Path file : files.toList()) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        environment.put("WEIR_CONF_DIR", conf.toString());
        environment.put("WEIR_LOG_DIR", directory.resolve("log").toString());
        environment.put("WEIR_PID_DIR", directory.resolve("pid").toString());
    }

    /** Sets an environment variable of the commands. */
    Distribution with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Sets options in {@code weir.yaml}. */
    void configure(Map<String, String> options) throws IOException {
        Path file = directory.resolve("conf/weir.yaml");
        List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        lines.removeIf(line -> options.keySet().stream().anyMatch(key -> line.startsWith(key + ":")));
        options.forEach((key, value) -> lines.add(key + ": " + value));
        Files.write(file, lines, StandardCharsets.UTF_8);
    }

    Path home() {
        return home;
    }

    String example(String name) {
        return home.resolve("examples").resolve(name + ".jar").toString();
    }

    /** Runs {@code bin/weir}. */
    Result weir(String... arguments) throws IOException, InterruptedException {
        return script("weir", arguments);
    }

    /** Runs a script of {@code bin/} to its end. */
    Result script(String name, String... arguments) throws IOException, InterruptedException {
        return start(name, arguments).await(PATIENCE);
    }

    /** Starts a script of {@code bin/}. */
    Running start(String name, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin").resolve(name).toString()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Runs Hadoop's file command on the HDFS that a configuration directory names; returns what it printed. */
    String files(Path hadoopConfiguration, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                hadoopConfiguration + File.pathSeparator + jars("lib/hadoop", "lib"),
                "org.apache.hadoop.fs.FsShell"));
        command.addAll(List.of(arguments));
        Result result = start(command).await(PATIENCE);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }

    /** Returns a class path of all jars in directories of the distribution. */
    String jars(String... directories) {
        return Stream.of(directories)
                .map(name -> home.resolve(name) + "/*")
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Starts any command. */
    Running start(List<String> command) throws IOException {
        Path out = Files.createTempFile(directory, "command", ".out");
        Path err = Files.createTempFile(directory, "command", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(variable -> variable.startsWith("HADOOP_") || variable.startsWith("WEIR_"));
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    /**
     * What a command has done.
     *
     * @param exitCode its exit code
     * @param out what it printed as facts
     * @param err what it printed beside them
     */
    record Result(int exitCode, String out, String err) {}

    /** A command that runs. */
    record Running(Process process, Path out, Path err) {
        Result await(Duration patience) throws IOException, InterruptedException {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("The command has not ended after " + patience + ". It printed: "
                        + Files.readString(out) + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }
}

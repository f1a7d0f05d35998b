package io.weir.testing.hadoop;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One daemon of Hadoop, in a process of its own that logs into a file. One thread uses it.
 *
 * <p>Life: from {@link #start} until closed, which kills what does not end by itself.
 */
final class DaemonProcess implements AutoCloseable {
    private static final int PROBE_MILLIS = 2_000;
    private static final Duration STOP_BOUND = Duration.ofSeconds(20);

    private final String name;
    private final Process process;
    private final Path log;

    private DaemonProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts a main class; the log is {@code logs/NAME.log} in the directory. */
    static DaemonProcess start(Path directory, String classPath, String mainClass, List<String> arguments)
            throws IOException {
        String name = mainClass.substring(mainClass.lastIndexOf('.') + 1);
        Path log = Files.createDirectories(directory.resolve("logs")).resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + directory.resolve("tmp")));
        command.add("-Dlog4j2.configurationFile=classpath:io/weir/testing/hadoop/mini-hadoop-log4j2.xml");
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("HADOOP_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new DaemonProcess(name, builder.start(), log);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits until the process has done its work and ended. */
    void awaitEnd(Duration bound) {
        if (!Waiting.reached(bound, () -> !process.isAlive()) || process.exitValue() != 0) {
            throw failed("has not done its work");
        }
    }

    /** Waits until a web page says what it should. */
    void awaitAnswer(Duration bound, String page, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        boolean ended = !Waiting.reached(
                        bound,
                        () -> !process.isAlive() || wanted.matcher(read(page)).find())
                || !process.isAlive();
        if (ended) {
            throw failed("does not serve");
        }
    }

    /** Returns a page; nothing while it cannot be read. */
    private static String read(String page) {
        try {
            URLConnection connection = URI.create(page).toURL().openConnection();
            connection.setConnectTimeout(PROBE_MILLIS);
            connection.setReadTimeout(PROBE_MILLIS);
            connection.setRequestProperty("Accept", "application/json");
            try (InputStream input = connection.getInputStream()) {
                return new String(input.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            return "";
        }
    }

    private WeirException failed(String what) {
        return new WeirException(
                ErrorCode.UNREACHABLE, "the " + name + " " + what + "; the end of " + log + ":\n" + LogFile.end(log));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

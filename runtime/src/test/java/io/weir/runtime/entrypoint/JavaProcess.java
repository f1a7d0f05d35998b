package io.weir.runtime.entrypoint;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A JVM that runs a main class of the engine, without the classes of tests and of the API. */
final class JavaProcess implements AutoCloseable {
    private static final int FIRST_TO_WARN = 24;
    private static final long BOUND_SECONDS = 60;

    private final Process process;
    private final List<String> lines = new ArrayList<>(); // guarded by itself: written by the reader, read by tests
    private final Thread reader;

    private JavaProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static JavaProcess start(Class<?> main, Path directory, String... arguments) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes")
                        && !entry.contains("datastream-api")
                        && !entry.contains("dataset-api"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + directory));
        command.addAll(permissions());
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new JavaProcess(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start());
    }

    /** From JDK 24 on the JVM warns of what Kryo and Netty do, unless it is told that they may. */
    private static List<String> permissions() {
        return Runtime.version().feature() < FIRST_TO_WARN
                ? List.of()
                : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    private void read() {
        try (BufferedReader reading = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reading.readLine(); line != null; line = reading.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // The process was killed; what it said so far is enough.
        }
        synchronized (lines) {
            lines.notifyAll();
        }
    }

    /** Waits for a line of output. */
    String await(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        synchronized (lines) {
            while (true) {
                for (String line : lines) {
                    if (line.contains(text)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || !process.isAlive() && !reader.isAlive()) {
                    throw new AssertionError("No line with '" + text + "' in " + lines);
                }
                lines.wait(Math.min(left, 100));
            }
        }
    }

    List<String> output() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Waits for the end; returns the exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The process goes on: " + output());
        }
        reader.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

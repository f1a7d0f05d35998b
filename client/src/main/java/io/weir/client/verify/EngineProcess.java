package io.weir.client.verify;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process of the engine, in a JVM of its own with this one's class path. Life: from {@link #start} until it is killed.
 * For any thread; what it says goes to a file.
 */
final class EngineProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    /** From this release of Java on, the JVM warns of what Kryo and Netty do unless it is told that they may. */
    private static final int FIRST_TO_WARN = 24;

    private static final int LINES_SHOWN = 5;

    private final String name;
    private final Process process;
    private final Path output;

    private EngineProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * What a process is.
     *
     * @param name what people call it, and its files
     * @param mainClass its main class
     * @param flags what the JVM is told beside the class path
     * @param moreJars what follows this process's class path on its own
     * @param arguments what the main class is told
     */
    record Command(String name, Class<?> mainClass, List<String> flags, List<Path> moreJars, List<String> arguments) {
        List<String> line() {
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(flags);
            if (Runtime.version().feature() >= FIRST_TO_WARN) {
                line.add("--enable-native-access=ALL-UNNAMED");
                line.add("--sun-misc-unsafe-memory-access=allow");
            }
            StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
            moreJars.forEach(jar -> classPath.append(File.pathSeparatorChar).append(jar));
            line.addAll(List.of("-cp", classPath.toString(), mainClass.getName()));
            line.addAll(arguments);
            return line;
        }
    }

    /**
     * Starts a process.
     *
     * @param command what it is
     * @param directory where it works, and where its output goes
     * @param environment what is set for it
     */
    static EngineProcess start(Command command, Path directory, Map<String, String> environment) {
        Path output = directory.resolve(command.name() + ".out");
        ProcessBuilder builder = new ProcessBuilder(command.line())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            return new EngineProcess(command.name(), builder.start(), output);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.RESOURCES, "The process " + command.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    /** Returns whether it runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until it has said a line.
     *
     * @param line what the line is like
     * @return the line
     * @throws WeirException if it ends instead, or takes too long
     */
    Matcher await(Pattern line) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            boolean ended = process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
            Matcher matcher = line.matcher(read());
            if (matcher.find()) {
                return matcher;
            }
            if (ended) {
                throw new WeirException(
                        ErrorCode.RESOURCES, "The process " + name + " ended while it was starting: " + lastLines());
            }
        }
        throw new WeirException(
                ErrorCode.RESOURCES,
                "The process " + name + " has not come up within " + PATIENCE.toSeconds() + " s: " + lastLines());
    }

    /** Returns whether it has said a line. */
    boolean hasSaid(Pattern line) {
        return line.matcher(read()).find();
    }

    private String read() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it has not said anything
        }
    }

    /** Returns the end of what it has said. */
    String lastLines() {
        List<String> lines = read().lines().toList();
        try (Stream<String> last = lines.stream().skip(Math.max(0, lines.size() - LINES_SHOWN))) {
            return String.join("\n", last.toList());
        }
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
    }

    /** Ends it at once, and waits for that. */
    void killAndWait() {
        process.destroyForcibly();
        process.onExit().join();
    }
}

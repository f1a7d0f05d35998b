package io.weir.testing.hadoop;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An embedded Hadoop that runs as a process in the background, seen from the commands that start and stop it. One thread
 * uses it; it keeps nothing but the directory.
 */
final class BackgroundCluster {
    private static final Duration STOP_BOUND = Duration.ofSeconds(60);

    private final Path directory;

    BackgroundCluster(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    Path directory() {
        return directory;
    }

    Path logFile() {
        return directory.resolve("mini-hadoop.log");
    }

    /** Returns the state of the running process; empty if none runs. */
    Optional<ClusterState> running() throws IOException {
        return ClusterState.read(directory).filter(state -> state.process().isPresent());
    }

    /** Starts the process and waits until it serves. */
    ClusterState start(List<String> arguments, Duration bound) throws IOException {
        Files.createDirectories(directory);
        ClusterState.delete(directory);
        Process process = spawn(arguments);
        boolean answered = Waiting.reached(
                bound,
                () -> !process.isAlive()
                        || running().filter(ClusterState::ready).isPresent());
        Optional<ClusterState> state = running().filter(ClusterState::ready);
        if (state.isPresent()) {
            return state.get();
        }
        process.destroyForcibly();
        LeftOvers.kill(directory);
        String reason = answered ? "ended" : "was not ready within " + bound.toSeconds() + " s and was stopped";
        throw new WeirException(
                ErrorCode.UNREACHABLE,
                "the embedded Hadoop " + reason + "; the end of " + logFile() + ":\n" + LogFile.end(logFile()));
    }

    private Process spawn(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        // A session of its own: the terminal's Ctrl-C and hang-up are for the commands, not for the cluster.
        findOnPath("setsid").ifPresent(command::add);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xmx768m", "-XX:+UseSerialGC"));
        command.add("-Dlog4j2.configurationFile=classpath:io/weir/testing/hadoop/mini-hadoop-log4j2.xml");
        String options = System.getenv("MINI_HADOOP_OPTS");
        if (options != null && !options.isBlank()) {
            command.addAll(List.of(options.trim().split("\\s+")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MiniHadoopMain.class.getName(), "run"));
        command.addAll(List.of("--dir", directory.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(logFile().toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static Optional<String> findOnPath(String program) {
        String path = System.getenv("PATH");
        return path == null
                ? Optional.empty()
                : List.of(path.split(File.pathSeparator)).stream()
                        .map(entry -> Path.of(entry, program))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .findFirst();
    }

    /**
     * Ends the process, and then whatever of its containers is left.
     *
     * @return whether a process ran
     */
    boolean stop() throws IOException {
        Optional<ProcessHandle> process = running().flatMap(ClusterState::process);
        if (process.isPresent()) {
            List<ProcessHandle> descendants = process.get().descendants().toList();
            process.get().destroy();
            if (!ended(process.get())) {
                process.get().destroyForcibly();
                ended(process.get());
            }
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
        LeftOvers.kill(directory);
        ClusterState.delete(directory);
        return process.isPresent();
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return !process.isAlive();
        }
        return !process.isAlive();
    }
}

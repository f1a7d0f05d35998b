package io.weir.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A cluster of one JobManager and TaskManagers of one slot each, every one a process of its own on this machine, with
 * the same JVM options for both engines. Closing it ends the processes and deletes their files.
 */
final class ClusterProcesses implements AutoCloseable {
    private static final String NAME = "{name}";
    private static final long START_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long STOP_SECONDS = 10;
    private static final long LOOK_MILLIS = 100;

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final int port;
    private final Layout layout;

    /** The command of a TaskManager after the JVM's options; its name is to be filled in. */
    private List<String> taskManager = List.of();

    private int taskManagers;

    /**
     * What a cluster is like.
     *
     * @param classPath the engine's jars
     * @param javaOptions the JVM options of each TaskManager
     * @param taskManagers how many there are in the beginning
     * @param options of the engine, by key
     */
    record Layout(String classPath, List<String> javaOptions, int taskManagers, Map<String, String> options) {
        Layout {
            javaOptions = List.copyOf(javaOptions);
            options = Map.copyOf(options);
        }
    }

    private ClusterProcesses(Layout layout) throws IOException {
        this.directory = Files.createTempDirectory("weir-benchmark");
        this.port = freePort();
        this.layout = layout;
    }

    /** Starts a cluster of Weir. */
    static ClusterProcesses weir(Layout layout) throws Exception {
        ClusterProcesses cluster = new ClusterProcesses(layout);
        try {
            FileAttribute<?> ownerOnly =
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(cluster.secretFile(), ownerOnly);
            Files.writeString(cluster.secretFile(), "0123456789abcdef0123456789abcdef");
            List<String> options = new ArrayList<>();
            options.add("-Dsecurity.cluster.secret-file=" + cluster.secretFile());
            layout.options().forEach((key, value) -> options.add("-D" + key + "=" + value));
            List<String> jobManager = new ArrayList<>(
                    List.of("io.weir.runtime.entrypoint.StandaloneMain", "-Djobmanager.rpc.port=" + cluster.port));
            jobManager.addAll(options);
            cluster.start("jobmanager", List.of(), jobManager);
            cluster.await(() -> cluster.logs("is ready.") == 1);
            List<String> taskManager = new ArrayList<>(List.of(
                    "io.weir.runtime.entrypoint.TaskManagerMain",
                    "--id",
                    NAME,
                    "--resource-manager",
                    "localhost:" + cluster.port,
                    "-Dtaskmanager.numberOfTaskSlots=1"));
            taskManager.addAll(options);
            cluster.taskManager = taskManager;
            for (int i = 0; i < layout.taskManagers(); i++) {
                cluster.startTaskManager();
            }
            cluster.await(() -> cluster.logs("is ready.") == 1 + layout.taskManagers());
            return cluster;
        } catch (Exception | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts a cluster of Flink. */
    static ClusterProcesses flink(Layout layout) throws Exception {
        ClusterProcesses cluster = new ClusterProcesses(layout);
        try {
            int rpcPort = freePort();
            List<String> lines = new ArrayList<>(List.of(
                    "jobmanager.rpc.address: localhost",
                    "jobmanager.rpc.port: " + rpcPort,
                    "jobmanager.memory.process.size: 1600m",
                    "rest.address: localhost",
                    "rest.port: " + cluster.port,
                    "taskmanager.numberOfTaskSlots: 1",
                    "taskmanager.cpu.cores: 1.0",
                    "taskmanager.memory.framework.heap.size: 128m",
                    "taskmanager.memory.framework.off-heap.size: 128m",
                    "taskmanager.memory.jvm-metaspace.size: 256m",
                    "taskmanager.memory.jvm-overhead.min: 192m",
                    "taskmanager.memory.jvm-overhead.max: 192m",
                    "taskmanager.memory.task.heap.size: 3g",
                    "taskmanager.memory.task.off-heap.size: 0",
                    "taskmanager.memory.network.min: 128m",
                    "taskmanager.memory.network.max: 128m",
                    "taskmanager.memory.managed.size: 0"));
            layout.options().forEach((key, value) -> lines.add(key + ": " + value));
            Files.write(cluster.directory.resolve("flink-conf.yaml"), lines);
            List<String> configuration = List.of("--configDir", cluster.directory.toString());
            List<String> jobManager =
                    new ArrayList<>(List.of("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"));
            jobManager.addAll(configuration);
            cluster.start("jobmanager", List.of(), jobManager);
            List<String> taskManager =
                    new ArrayList<>(List.of("org.apache.flink.runtime.taskexecutor.TaskManagerRunner"));
            taskManager.addAll(configuration);
            cluster.taskManager = taskManager;
            for (int i = 0; i < layout.taskManagers(); i++) {
                cluster.startTaskManager();
            }
            cluster.await(cluster::flinkHasTaskManagers);
            return cluster;
        } catch (Exception | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Returns the port for clients: of the RPC with Weir, of the REST interface with Flink. */
    int port() {
        return port;
    }

    /** Returns the file with the cluster's secret. */
    Path secretFile() {
        return directory.resolve("secret");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void start(String name, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.addAll(List.of("-cp", layout.classPath()));
        command.addAll(arguments);
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start());
    }

    /** Starts one more TaskManager and does not wait for it. */
    void startTaskManager() throws IOException {
        String name = "taskmanager-" + taskManagers++;
        start(
                name,
                layout.javaOptions(),
                taskManager.stream().map(word -> word.replace(NAME, name)).toList());
    }

    /** Ends a TaskManager with SIGKILL. */
    void killTaskManager(long pid) throws IOException {
        Process victim = processes.stream()
                .filter(process -> process.pid() == pid)
                .findFirst()
                .orElseThrow();
        victim.destroyForcibly();
        processes.remove(victim);
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    private void await(BooleanSupplier condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            for (Process process : processes) {
                if (!process.isAlive()) {
                    throw new IOException("A process of the cluster has ended:\n" + allLogs());
                }
            }
            if (System.nanoTime() - begin > START_NANOS) {
                throw new IOException("The cluster does not come up:\n" + allLogs());
            }
            processes.get(0).waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private long logs(String text) {
        return allLogs().lines().filter(line -> line.contains(text)).count();
    }

    /** Returns what all processes have logged. */
    String allLogs() {
        try (Stream<Path> files = Files.list(directory)) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".log")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private boolean flinkHasTaskManagers() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/overview"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            String answer = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            return answer.contains("\"taskmanagers\":" + layout.taskManagers());
        } catch (IOException e) {
            return false; // not listening yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroy);
        processes.forEach(process -> process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join()
                .destroyForcibly()
                .onExit()
                .join());
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

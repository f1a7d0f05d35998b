package io.weir.testing.hadoop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the embedded Hadoop, {@code bin/mini-hadoop}. One thread; ends with the command. */
@Command(
        name = "mini-hadoop",
        description = "A real Hadoop (HDFS, YARN) and ZooKeeper in one background process on this machine.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  mini-hadoop start",
            "  eval \"$(mini-hadoop env)\"      # sets HADOOP_CONF_DIR for other programs",
            "  mini-hadoop stop",
            "",
            "Exit codes: 0 done, 1 it failed, 2 the command was wrong, 3 no cluster is running."
        })
public final class MiniHadoopMain {
    private static final int NOT_RUNNING = 3;

    @Spec
    private CommandSpec spec;

    private MiniHadoopMain() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(execute(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments));
    }

    /** Runs one command and returns its exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commandLine = new CommandLine(new MiniHadoopMain());
        commandLine.setOut(out);
        commandLine.setErr(err);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("mini-hadoop: " + failure.getMessage());
            return failure instanceof WeirException weir && weir.code() == ErrorCode.USAGE ? 2 : 1;
        });
        if (arguments.length == 0) {
            commandLine.usage(err);
            return 2;
        }
        return commandLine.execute(arguments);
    }

    /** Where the cluster is. */
    static final class Target {
        @Option(
                names = "--dir",
                paramLabel = "D",
                description =
                        "Directory of the cluster's files (default: a directory for each user in ${sys:java.io.tmpdir}).")
        private Path directory =
                Path.of(System.getProperty("java.io.tmpdir"), "weir-mini-hadoop-" + System.getProperty("user.name"));

        BackgroundCluster cluster() {
            return new BackgroundCluster(directory);
        }
    }

    /** How large the cluster is. */
    static final class Size {
        @Option(names = "--node-managers", description = "Number of NodeManagers (default: ${DEFAULT-VALUE}).")
        private int nodeManagers = 1;

        @Option(
                names = "--memory",
                description = "MB that each NodeManager gives to containers (default: ${DEFAULT-VALUE}).")
        private int memory = MiniHadoopOptions.DEFAULT_MEMORY_MEGABYTES;

        @Option(names = "--vcores", description = "Virtual cores of each NodeManager (default: ${DEFAULT-VALUE}).")
        private int cores = MiniHadoopOptions.DEFAULT_VIRTUAL_CORES;

        MiniHadoopOptions options(Path directory) {
            return MiniHadoopOptions.in(directory)
                    .withNodeManagers(nodeManagers)
                    .withNodeResources(memory, cores);
        }

        List<String> arguments() {
            return List.of("--node-managers=" + nodeManagers, "--memory=" + memory, "--vcores=" + cores);
        }
    }

    @Command(
            name = "start",
            description = "Starts the cluster and waits until it serves.",
            mixinStandardHelpOptions = true)
    private int start(
            @Mixin Target target,
            @Mixin Size size,
            @Option(
                            names = "--timeout",
                            defaultValue = "180",
                            description = "Seconds to wait until it serves (default: ${DEFAULT-VALUE}).")
                    int timeoutSeconds)
            throws IOException {
        BackgroundCluster cluster = target.cluster();
        size.options(cluster.directory()); // a wrong size is a wrong command, not a cluster that does not start
        if (cluster.running().isPresent()) {
            out().println("The embedded Hadoop in " + cluster.directory() + " is already running.");
            return 0;
        }
        ClusterState state = cluster.start(size.arguments(), Duration.ofSeconds(timeoutSeconds));
        out().println("The embedded Hadoop is running, process " + state.pid() + ", files in " + cluster.directory());
        state.addresses().forEach((name, address) -> out().println("  " + name + ": " + address));
        return 0;
    }

    @Command(
            name = "stop",
            description = "Stops the cluster and every container; keeps the files.",
            mixinStandardHelpOptions = true)
    private int stop(
            @Mixin Target target,
            @Option(names = "--delete-files", description = "Deletes the cluster's files, HDFS included.")
                    boolean deleteFiles)
            throws IOException {
        BackgroundCluster cluster = target.cluster();
        boolean ran = cluster.stop();
        if (deleteFiles) {
            ClusterFiles.delete(cluster.directory());
        }
        out().println(
                        ran
                                ? "The embedded Hadoop has stopped."
                                : "No embedded Hadoop runs in " + cluster.directory() + ".");
        return 0;
    }

    @Command(
            name = "status",
            description = "Says whether the cluster runs, and where.",
            mixinStandardHelpOptions = true)
    private int status(@Mixin Target target, @Option(names = "--json", description = "Prints JSON.") boolean json)
            throws IOException {
        BackgroundCluster cluster = target.cluster();
        Optional<ClusterState> state = cluster.running();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                "state",
                state.map(found -> found.ready() ? "running" : "starting").orElse("stopped"));
        facts.put("directory", cluster.directory().toString());
        state.ifPresent(found -> {
            facts.put("pid", found.pid());
            facts.putAll(found.addresses());
        });
        if (json) {
            ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            out().println(mapper.writeValueAsString(facts));
        } else {
            facts.forEach((name, value) -> out().println(name + ": " + value));
        }
        return state.isPresent() ? 0 : NOT_RUNNING;
    }

    @Command(
            name = "env",
            description = "Prints shell lines that point other programs to the cluster.",
            mixinStandardHelpOptions = true)
    private int env(@Mixin Target target) throws IOException {
        BackgroundCluster cluster = target.cluster();
        Optional<ClusterState> state = cluster.running().filter(ClusterState::ready);
        if (state.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("mini-hadoop: no embedded Hadoop runs in " + cluster.directory()
                            + "; start one with: mini-hadoop start");
            return NOT_RUNNING;
        }
        out().println("export HADOOP_CONF_DIR=" + quoted(state.get().addresses().get("configuration")));
        out().println("export ZOOKEEPER_QUORUM="
                + quoted(state.get().addresses().get("zooKeeper")));
        return 0;
    }

    @Command(name = "run", hidden = true, description = "Is the cluster, until the process is told to end.")
    private int run(@Mixin Target target, @Mixin Size size) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(target.cluster().directory());
        CountDownLatch end = new CountDownLatch(1);
        try (FileChannel channel = FileChannel.open(
                directory.resolve("mini-hadoop.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                throw new WeirException(ErrorCode.USAGE, "another process runs an embedded Hadoop in " + directory);
            }
            ClusterState.ofThisProcess(false, Map.of()).write(directory);
            MiniHadoop hadoop = MiniHadoop.start(size.options(directory));
            Runtime.getRuntime().addShutdownHook(new Thread(hadoop::close, "stop-mini-hadoop"));
            ClusterState.ofThisProcess(true, addresses(hadoop)).write(directory);
            end.await(); // for ever: the process ends by a signal, and the hook stops the cluster
        }
        return 0;
    }

    private static Map<String, String> addresses(MiniHadoop hadoop) {
        return Map.of(
                "configuration", hadoop.configurationDirectory().toString(),
                "hdfs", hadoop.fileSystemUri(),
                "nameNodeWeb", "http://" + hadoop.nameNodeWebAddress(),
                "resourceManager", hadoop.resourceManagerAddress(),
                "resourceManagerWeb", "http://" + hadoop.resourceManagerWebAddress(),
                "zooKeeper", hadoop.zooKeeperAddress());
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

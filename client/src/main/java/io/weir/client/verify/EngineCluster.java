package io.weir.client.verify;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.runtime.configuration.ConfigurationLoader;
import io.weir.runtime.configuration.ProcessMemory;
import io.weir.runtime.entrypoint.StandaloneMain;
import io.weir.runtime.entrypoint.TaskManagerMain;
import io.weir.runtime.ha.HighAvailability;
import io.weir.runtime.ha.LocalZooKeeper;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone cluster of processes on this machine: JobManagers and TaskManagers, and a ZooKeeper where leaders are
 * elected.
 *
 * <p>Life: from {@link #start} until closed, when all processes are killed. The thread that disturbs kills and starts
 * processes; any thread may close it.
 */
final class EngineCluster implements DisturbedCluster {
    private static final Pattern ZOOKEEPER_READY = Pattern.compile("ZooKeeper at (\\S+:\\d+) is ready\\.");
    private static final Pattern JOB_MANAGER_READY = Pattern.compile("JobManager at (\\S+):(\\d+) is ready\\.");
    private static final Pattern JOB_MANAGER_LEADS = Pattern.compile("JobManager at \\S+ leads\\.");
    private static final Pattern TASK_MANAGER_READY = Pattern.compile("TaskManager \\S+ on \\S+ is ready\\.");
    private static final String LOG4J_PROPERTY = "log4j2.configurationFile";
    private static final Pattern ZOOKEEPER_JAR = Pattern.compile("(snappy-java|metrics-core)-.*\\.jar");

    private final Configuration configuration;
    private final Path directory;

    // All below guarded by this: the thread that disturbs changes them, whoever closes reads them.
    private final List<EngineProcess> all = new ArrayList<>();
    private final List<EngineProcess> taskManagers = new ArrayList<>();
    private final List<EngineProcess> jobManagers = new ArrayList<>();
    private int taskManagersStarted;
    private int jobManagersStarted;
    private boolean closed;

    private EngineCluster(Configuration configuration, Path directory) {
        this.configuration = configuration;
        this.directory = directory;
    }

    /**
     * Starts a cluster and waits until it is complete.
     *
     * @param base the options of its processes; with the cluster's secret, without a place for the JobManager
     * @param directory where everything of it is kept
     * @param size of what it consists
     */
    static EngineCluster start(Configuration base, Path directory, Size size) throws InterruptedException {
        Configuration configuration = new Configuration(base)
                .set(JobManagerOptions.ADDRESS, "localhost")
                .set(JobManagerOptions.PORT, 0)
                .set(TaskManagerOptions.RPC_PORT, 0)
                .set(TaskManagerOptions.DATA_PORT, 0);
        EngineCluster cluster = new EngineCluster(configuration, directory);
        try {
            cluster.startAll(size);
            return cluster;
        } catch (RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    private void startAll(Size size) throws InterruptedException {
        createDirectories();
        if (isElected()) {
            configuration
                    .set(HighAvailabilityOptions.ZOOKEEPER_QUORUM, startZooKeeper())
                    .set(HighAvailabilityOptions.JOB_MANAGER_PORT, 0);
        }
        writeOptions();
        for (int i = 0; i < size.jobManagers(); i++) {
            EngineProcess jobManager = startJobManager();
            if (!isElected()) { // else the others find it by themselves
                Matcher ready = jobManager.await(JOB_MANAGER_READY);
                configuration
                        .set(JobManagerOptions.ADDRESS, ready.group(1))
                        .set(JobManagerOptions.PORT, Integer.valueOf(ready.group(2)));
            }
        }
        List<EngineProcess> started = new ArrayList<>();
        for (int i = 0; i < size.taskManagers(); i++) {
            started.add(startTaskManager());
        }
        for (EngineProcess taskManager : started) {
            taskManager.await(TASK_MANAGER_READY);
        }
    }

    private boolean isElected() {
        return HighAvailability.isEnabled(configuration);
    }

    private void createDirectories() {
        try {
            Files.createDirectories(directory.resolve("tmp"));
            Files.createDirectories(directory.resolve("conf"));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void writeOptions() {
        try {
            Files.writeString(
                    directory.resolve("conf").resolve(ConfigurationLoader.FILE_NAME),
                    ConfigurationLoader.toYaml(configuration),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private WeirException unwritable(IOException cause) {
        return new WeirException(ErrorCode.FILE, "The directory " + directory + " cannot be written: " + cause, cause);
    }

    private String startZooKeeper() throws InterruptedException {
        String name = "zookeeper";
        return start(new EngineProcess.Command(
                        name,
                        LocalZooKeeper.class,
                        flags(name, List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")),
                        zooKeeperJars(),
                        List.of(directory.resolve(name).toString())))
                .await(ZOOKEEPER_READY)
                .group(1);
    }

    /** Returns what ZooKeeper's server needs and nothing else of the engine does, where the distribution has it. */
    private static List<Path> zooKeeperJars() {
        Path jars = Path.of(System.getProperty(ConfigurationLoader.HOME_PROPERTY, ""), "lib", "mini-hadoop");
        if (!Files.isDirectory(jars)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(jars)) {
            return files.filter(file ->
                            ZOOKEEPER_JAR.matcher(file.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            throw new WeirException(ErrorCode.FILE, "The directory " + jars + " cannot be read: " + e, e);
        }
    }

    private EngineProcess startJobManager() {
        String name;
        synchronized (this) {
            name = "jm-" + ++jobManagersStarted;
        }
        return start(name, StandaloneMain.class, ProcessMemory.forJobManager(configuration), List.of(), jobManagers);
    }

    private EngineProcess startTaskManager() {
        String name;
        synchronized (this) {
            name = "tm-" + ++taskManagersStarted;
        }
        List<String> arguments = List.of("--id", name, "--resource-manager", address());
        return start(name, TaskManagerMain.class, ProcessMemory.forTaskManager(configuration), arguments, taskManagers);
    }

    /** Starts a process, which can be killed as one of several from then on. */
    private EngineProcess start(
            String name, Class<?> main, ProcessMemory memory, List<String> arguments, List<EngineProcess> candidates) {
        EngineProcess process =
                start(new EngineProcess.Command(name, main, flags(name, memory.jvmFlags()), List.of(), arguments));
        synchronized (this) {
            candidates.add(process);
        }
        return process;
    }

    /** Returns where the JobManager is; of no use where leaders are elected. */
    private String address() {
        return configuration.get(JobManagerOptions.ADDRESS) + ":" + configuration.get(JobManagerOptions.PORT);
    }

    private List<String> flags(String name, List<String> own) {
        List<String> flags = new ArrayList<>(own);
        flags.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
        String log4j = System.getProperty(LOG4J_PROPERTY);
        if (log4j != null) {
            flags.add("-D" + LOG4J_PROPERTY + "=" + Path.of(log4j).resolveSibling("log4j.properties"));
            flags.add("-Dlog.file=" + directory.resolve(name + ".log"));
        }
        String home = System.getProperty(ConfigurationLoader.HOME_PROPERTY);
        if (home != null) {
            flags.add("-D" + ConfigurationLoader.HOME_PROPERTY + "=" + home);
        }
        return flags;
    }

    private synchronized EngineProcess start(EngineProcess.Command command) {
        if (closed) {
            throw new WeirException(ErrorCode.CANCELED, "The cluster is closed.");
        }
        EngineProcess process = EngineProcess.start(
                command,
                directory,
                Map.of(
                        ConfigurationLoader.DIRECTORY_VARIABLE,
                        directory.resolve("conf").toString()));
        all.add(process);
        return process;
    }

    @Override
    public synchronized Optional<String> kill(Victim victim, Random random) {
        List<EngineProcess> candidates =
                switch (victim) {
                    case TASK_MANAGER -> taskManagers;
                    case JOB_MANAGER -> jobManagers;
                };
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        EngineProcess any = candidates.get(random.nextInt(candidates.size()));
        EngineProcess killed = victim == Victim.JOB_MANAGER ? leader().orElse(any) : any;
        candidates.remove(killed);
        killed.kill();
        return Optional.of(killed.name());
    }

    private Optional<EngineProcess> leader() {
        return jobManagers.stream()
                .filter(process -> process.hasSaid(JOB_MANAGER_LEADS))
                .findFirst();
    }

    @Override
    public void replace(Victim victim) {
        switch (victim) {
            case TASK_MANAGER -> startTaskManager();
            case JOB_MANAGER -> startJobManager();
        }
    }

    @Override
    public Configuration client() {
        return new Configuration(configuration).set(ExecutionOptions.TARGET, "remote");
    }

    @Override
    public Watch watch() {
        return new JobWatch(client());
    }

    @Override
    public synchronized String diedByThemselves() {
        StringBuilder text = new StringBuilder();
        for (EngineProcess process : all) {
            boolean wasKilled =
                    isOneOfMany(process) && !taskManagers.contains(process) && !jobManagers.contains(process);
            if (!wasKilled && !process.isAlive()) {
                text.append(process.name())
                        .append(" has ended by itself: ")
                        .append(process.lastLines())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static boolean isOneOfMany(EngineProcess process) {
        return process.name().contains("-"); // all but ZooKeeper
    }

    @Override
    public void close() {
        List<EngineProcess> processes;
        synchronized (this) {
            closed = true;
            processes = List.copyOf(all);
        }
        processes.forEach(EngineProcess::kill);
        processes.forEach(EngineProcess::killAndWait);
    }
}

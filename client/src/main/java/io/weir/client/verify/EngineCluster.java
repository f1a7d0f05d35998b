package io.weir.client.verify;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.runtime.configuration.ConfigurationLoader;
import io.weir.runtime.configuration.ProcessMemory;
import io.weir.runtime.entrypoint.StandaloneMain;
import io.weir.runtime.entrypoint.TaskManagerMain;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A standalone cluster of processes on this machine, which exists to be disturbed: a JobManager and some TaskManagers.
 *
 * <p>Life: from {@link #start} until closed, when all processes are killed. The thread that disturbs kills and starts
 * TaskManagers; any thread may close it, and nothing is started after that.
 */
final class EngineCluster implements AutoCloseable {
    private static final Pattern JOB_MANAGER_READY = Pattern.compile("JobManager at (\\S+):(\\d+) is ready\\.");
    private static final Pattern TASK_MANAGER_READY = Pattern.compile("TaskManager \\S+ on \\S+ is ready\\.");
    private static final String LOG4J_PROPERTY = "log4j2.configurationFile";

    private final Configuration configuration;
    private final Path directory;

    // All below guarded by this: the thread that disturbs changes them, whoever closes reads them.
    private final List<EngineProcess> all = new ArrayList<>();
    private final List<EngineProcess> taskManagers = new ArrayList<>();
    private int taskManagersStarted;
    private boolean closed;
    private String address;

    private EngineCluster(Configuration configuration, Path directory) {
        this.configuration = configuration;
        this.directory = directory;
    }

    /**
     * Starts a cluster and waits until it is complete.
     *
     * @param base the options of its processes; with the cluster's secret, without a place for the JobManager
     * @param directory where everything of it is kept
     * @param taskManagers how many TaskManagers it has
     */
    static EngineCluster start(Configuration base, Path directory, int taskManagers) throws InterruptedException {
        Configuration configuration = new Configuration(base)
                .set(JobManagerOptions.ADDRESS, "localhost")
                .set(JobManagerOptions.PORT, 0)
                .set(TaskManagerOptions.RPC_PORT, 0)
                .set(TaskManagerOptions.DATA_PORT, 0);
        EngineCluster cluster = new EngineCluster(configuration, directory);
        try {
            cluster.writeFiles();
            cluster.startJobManager();
            List<EngineProcess> started = new ArrayList<>();
            for (int i = 0; i < taskManagers; i++) {
                started.add(cluster.startTaskManager());
            }
            for (EngineProcess taskManager : started) {
                taskManager.await(TASK_MANAGER_READY);
            }
            return cluster;
        } catch (RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    private void writeFiles() {
        try {
            Files.createDirectories(directory.resolve("tmp"));
            Files.writeString(
                    Files.createDirectories(directory.resolve("conf")).resolve(ConfigurationLoader.FILE_NAME),
                    ConfigurationLoader.toYaml(configuration),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new WeirException(ErrorCode.FILE, "The directory " + directory + " cannot be written: " + e, e);
        }
    }

    private void startJobManager() throws InterruptedException {
        Matcher ready = start(new EngineProcess.Command(
                        "jobmanager",
                        StandaloneMain.class,
                        flags("jobmanager", ProcessMemory.forJobManager(configuration)),
                        List.of()))
                .await(JOB_MANAGER_READY);
        synchronized (this) {
            address = ready.group(1) + ":" + ready.group(2);
        }
    }

    /** Starts one TaskManager more, and does not wait for it. */
    EngineProcess startTaskManager() {
        String name;
        String resourceManager;
        synchronized (this) {
            name = "tm-" + ++taskManagersStarted;
            resourceManager = address;
        }
        EngineProcess process = start(new EngineProcess.Command(
                name,
                TaskManagerMain.class,
                flags(name, ProcessMemory.forTaskManager(configuration)),
                List.of("--id", name, "--resource-manager", resourceManager)));
        synchronized (this) {
            taskManagers.add(process);
        }
        return process;
    }

    private List<String> flags(String name, ProcessMemory memory) {
        List<String> flags = new ArrayList<>(memory.jvmFlags());
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

    /** Returns how many TaskManagers there are. */
    synchronized int taskManagers() {
        return taskManagers.size();
    }

    /**
     * Kills a TaskManager.
     *
     * @param index which, in the order in which they were started
     * @return its name
     */
    synchronized String killTaskManager(int index) {
        EngineProcess victim = taskManagers.remove(index);
        victim.kill();
        return victim.name();
    }

    /** Returns the options by which clients find it. */
    synchronized Configuration client() {
        int colon = address.lastIndexOf(':');
        return new Configuration(configuration)
                .set(ExecutionOptions.TARGET, "remote")
                .set(JobManagerOptions.ADDRESS, address.substring(0, colon))
                .set(JobManagerOptions.PORT, Integer.valueOf(address.substring(colon + 1)));
    }

    /** Returns what processes said at the end that ended although nobody killed them; empty if there are none. */
    synchronized String diedByThemselves() {
        StringBuilder text = new StringBuilder();
        for (EngineProcess process : all) {
            boolean isWanted = taskManagers.contains(process) || process.name().equals("jobmanager");
            if (isWanted && !process.isAlive()) {
                text.append(process.name())
                        .append(" has ended by itself: ")
                        .append(process.lastLines())
                        .append('\n');
            }
        }
        return text.toString();
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

package io.weir.runtime.minicluster;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.entrypoint.ClusterEntrypoint;
import io.weir.runtime.entrypoint.RunningCluster;
import io.weir.runtime.entrypoint.TaskManagerRunner;
import io.weir.runtime.ha.LeaderRetrieval;
import io.weir.runtime.ha.LeaderTerm;
import io.weir.runtime.protocol.DispatcherGateway;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.resourcemanager.StandaloneResourceManagerDriver;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.rpc.RpcSettings;
import io.weir.runtime.rpc.RpcThreads;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.taskmanager.TaskManagerServices;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole cluster in this process: for programs that run in one process, and for tests. Calls are handed over from thread
 * to thread. With one TaskManager no port is opened; with several, records go from one to another over real connections
 * on the loopback interface. For any thread.
 *
 * <p>Life: from {@link #start} until closed. The program's classes are those of the context class loader of the thread
 * that starts it.
 */
public final class MiniCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MiniCluster.class);
    private static final String LOOPBACK = "localhost";

    private final Settings settings;
    private final RunningCluster cluster;
    private final ClassLoader programParent;
    private final ClusterSecret secret;
    private final String checkpointDirectory;
    // Guarded by this: changed by whoever starts and stops TaskManagers and by whoever closes the cluster.
    private final List<TaskManagerRunner> taskManagers = new ArrayList<>();
    private int started;
    private boolean closed;

    /**
     * The size of a cluster.
     *
     * @param configuration the options
     * @param taskManagers how many TaskManagers it begins with
     * @param slotsPerTaskManager how many slots each of them has
     */
    public record Settings(Configuration configuration, int taskManagers, int slotsPerTaskManager) {
        /** Puts the number of slots into the options. */
        public Settings {
            configuration =
                    new Configuration(configuration).set(TaskManagerOptions.NUMBER_OF_TASK_SLOTS, slotsPerTaskManager);
        }

        /** Returns the options, with a directory for checkpoints if they have none. */
        private Configuration with(String checkpointDirectory) {
            return configuration.contains(CheckpointingOptions.DIRECTORY)
                    ? configuration
                    : new Configuration(configuration).set(CheckpointingOptions.DIRECTORY, checkpointDirectory);
        }
    }

    private MiniCluster(
            Settings settings, RunningCluster cluster, ClassLoader programParent, String checkpointDirectory) {
        this.settings = settings;
        this.checkpointDirectory = checkpointDirectory;
        this.cluster = cluster;
        this.programParent = programParent;
        this.secret = ClusterSecret.random(new SecureRandom());
    }

    /**
     * Starts a cluster.
     *
     * @param settings its size
     * @return the cluster; its TaskManagers are about to register
     */
    public static MiniCluster start(Settings settings) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader programParent = context == null ? MiniCluster.class.getClassLoader() : context;
        String checkpoints = temporaryDirectory(settings.configuration());
        RpcService rpc = RpcService.local(RpcSettings.calling(settings.configuration()), RpcThreads.create());
        MiniCluster cluster = new MiniCluster(
                settings,
                ClusterEntrypoint.start(new ClusterEntrypoint.Parts(
                        settings.with(checkpoints),
                        rpc,
                        new StandaloneResourceManagerDriver(),
                        programParent,
                        Clock.systemUTC(),
                        LeaderTerm.ALONE)),
                programParent,
                checkpoints);
        try {
            for (int i = 0; i < settings.taskManagers(); i++) {
                cluster.startTaskManager();
            }
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /**
     * Starts one more TaskManager.
     *
     * @return its number, from 0; complete when it has registered
     */
    public synchronized CompletableFuture<Integer> startTaskManager() {
        if (closed) {
            throw new IllegalStateException("The cluster is closed and starts no TaskManager.");
        }
        int number = started++;
        TaskManagerRunner taskManager = TaskManagerRunner.start(new TaskManagerRunner.Parts(
                settings.configuration(),
                new TaskManagerId("taskmanager-" + (number + 1)),
                cluster.rpc(),
                LeaderRetrieval.fixed(cluster.leader()),
                settings.taskManagers() > 1
                        ? Optional.of(new TaskManagerRunner.Network(LOOPBACK, 0, secret))
                        : Optional.empty(),
                programParent,
                Clock.systemUTC(),
                new Process(number)));
        taskManagers.add(taskManager);
        return taskManager.registered().thenApply(done -> number);
    }

    /**
     * Stops a TaskManager, whatever runs on it.
     *
     * @param number its number
     */
    public void stopTaskManager(int number) {
        TaskManagerRunner taskManager;
        synchronized (this) {
            taskManager = taskManagers.get(number);
        }
        taskManager.close();
    }

    /** Returns what clients ask. */
    public DispatcherGateway dispatcher() {
        return cluster.dispatcher();
    }

    /**
     * Closes the cluster by itself after a job has ended and its client has what it wants.
     *
     * @param job the job
     */
    public void closeAfter(JobId job) {
        cluster.termination(job)
                .thenCompose(details -> cluster.resultsTaken(job))
                .whenComplete((done, failure) -> {
                    Thread closer = new Thread(this::close, "minicluster-close");
                    closer.setDaemon(true);
                    closer.start(); // a main thread cannot wait for its own end
                });
    }

    /** Cancels what runs and ends the cluster. Closing again does nothing. */
    @Override
    public void close() {
        List<TaskManagerRunner> closing;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            closing = List.copyOf(taskManagers);
        }
        cluster.stopJobs();
        closing.forEach(TaskManagerRunner::close);
        cluster.close();
        CheckpointStorage.delete(checkpointDirectory);
    }

    /** Returns a directory that no other cluster has; it is not made before it is needed. */
    private static String temporaryDirectory(Configuration configuration) {
        String parent =
                configuration.getOptional(CoreOptions.TEMPORARY_DIRECTORY).orElse(System.getProperty("java.io.tmpdir"));
        return "file:"
                + Path.of(parent, "weir-checkpoints-" + UUID.randomUUID()).toAbsolutePath();
    }

    /** A TaskManager here shares its process with others, and can end neither it nor itself. */
    private record Process(int number) implements TaskManagerServices.Process {
        @Override
        public void end(String reason) {
            LOG.debug("TaskManager {} is not wanted any more: {}.", number, reason);
        }

        @Override
        public void fail(Throwable cause) {
            LOG.error("TaskManager {} cannot do its work any more.", number, cause);
        }
    }
}

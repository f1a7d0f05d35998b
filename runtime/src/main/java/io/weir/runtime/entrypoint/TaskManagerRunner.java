package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.runtime.blob.BlobCache;
import io.weir.runtime.checkpoint.files.LocalStateFiles;
import io.weir.runtime.classloading.UserClassLoaders;
import io.weir.runtime.configuration.ProcessMemory;
import io.weir.runtime.ha.LeaderRetrieval;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.memory.MemoryManager;
import io.weir.runtime.network.BufferPool;
import io.weir.runtime.network.PartitionRegistry;
import io.weir.runtime.operators.LoopSlots;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.taskmanager.StateBackends;
import io.weir.runtime.taskmanager.TaskManager;
import io.weir.runtime.taskmanager.TaskManagerServices;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A TaskManager with all it is made of: its exchanges, its files, its threads. For any thread.
 *
 * <p>Life: from {@link #start} until closed by the process that hosts it.
 */
public final class TaskManagerRunner implements AutoCloseable {
    /** What part of the heap batch operators may take where there is no managed memory. */
    private static final int HEAP_SHARE = 3;

    private final RpcService rpc;
    private final TaskManager taskManager;
    private final Closer closer; // guarded by this: closed by whoever comes first

    private TaskManagerRunner(RpcService rpc, TaskManager taskManager, Closer closer) {
        this.rpc = rpc;
        this.taskManager = taskManager;
        this.closer = closer;
    }

    /**
     * What a TaskManager is made of.
     *
     * @param configuration the options
     * @param id the TaskManager
     * @param rpc the calls of the process; stays open
     * @param leaders tells where it registers
     * @param network how it exchanges records with other processes; nothing if it is alone
     * @param programParent the class loader above those of programs
     * @param clock tells the time
     * @param process what it does to its process
     */
    public record Parts(
            Configuration configuration,
            TaskManagerId id,
            RpcService rpc,
            LeaderRetrieval leaders,
            Optional<Network> network,
            ClassLoader programParent,
            Clock clock,
            TaskManagerServices.Process process) {}

    /**
     * How records are exchanged with other processes.
     *
     * @param bindHost the address of the interface that is listened on
     * @param port the port; 0 takes a free one
     * @param secret the cluster's secret
     */
    public record Network(String bindHost, int port, ClusterSecret secret) {}

    /**
     * Starts a TaskManager, which then registers by itself.
     *
     * @param parts what it is made of
     * @return the TaskManager
     */
    public static TaskManagerRunner start(Parts parts) {
        Closer closer = new Closer();
        try {
            return start(parts, closer);
        } catch (RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    private static TaskManagerRunner start(Parts parts, Closer closer) {
        Configuration configuration = parts.configuration();
        ExecutorService io = ProcessThreads.io("taskmanager-io");
        closer.own(io::shutdownNow);
        ScheduledExecutorService timer = ProcessThreads.timer("taskmanager-timer");
        closer.own(timer::shutdownNow);
        BlobCache blobs = closer.own(new BlobCache(ClusterEntrypoint.temporaryDirectory(configuration), io));
        PartitionRegistry partitions =
                closer.own(new PartitionRegistry(bufferPool(configuration), timer, Duration.ofSeconds(60)));
        Exchanges exchanges = closer.own(Exchanges.open(parts.network(), partitions, configuration));
        TaskManager taskManager = new TaskManager(
                new TaskManagerServices(
                        parts.rpc(),
                        new TaskManagerLocation(parts.id(), parts.rpc().host(), exchanges.port()),
                        partitions,
                        exchanges.client(),
                        blobs,
                        new UserClassLoaders(parts.programParent()),
                        closer.own(
                                new StateBackends(configuration, ClusterEntrypoint.temporaryDirectory(configuration))),
                        closer.own(localState(parts)),
                        managedMemory(configuration),
                        new LoopSlots(),
                        ProcessThreads::daemon,
                        timer,
                        parts.clock(),
                        configuration,
                        parts.process()),
                parts.leaders());
        Futures.await(parts.rpc().start(taskManager));
        return new TaskManagerRunner(parts.rpc(), taskManager, closer);
    }

    private static LocalStateFiles localState(Parts parts) {
        Configuration configuration = parts.configuration();
        if (!configuration.get(StateBackendOptions.LOCAL_RECOVERY)) {
            return LocalStateFiles.none();
        }
        Path root = configuration
                .getOptional(StateBackendOptions.LOCAL_DIRECTORY)
                .map(Path::of)
                .orElseGet(() -> ClusterEntrypoint.temporaryDirectory(configuration));
        return LocalStateFiles.in(root.resolve("local-state-" + parts.id()));
    }

    /** Without managed memory of its own, a TaskManager sorts and hashes in a part of its heap. */
    private static ManagedMemory managedMemory(Configuration configuration) {
        long direct = configuration
                .getOptional(TaskManagerOptions.MANAGED_SIZE)
                .orElseGet(() -> ProcessMemory.forTaskManager(configuration).managed())
                .bytes();
        MemoryManager manager = direct > 0
                ? MemoryManager.direct(direct)
                : MemoryManager.onHeap(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        return new ManagedMemory(
                manager,
                manager.pages() / configuration.get(TaskManagerOptions.NUMBER_OF_TASK_SLOTS),
                ClusterEntrypoint.temporaryDirectory(configuration));
    }

    private static BufferPool bufferPool(Configuration configuration) {
        int frame =
                Math.toIntExact(configuration.get(TaskManagerOptions.FRAME_SIZE).bytes());
        // Free buffers beyond this are left to the collector; what is in use is bounded by the channels' windows.
        return new BufferPool(frame, 1024);
    }

    /** Complete when the TaskManager is part of the cluster; fails if it could not register in time. */
    public CompletableFuture<Void> registered() {
        return taskManager.registered();
    }

    /** Says good-bye, cancels what runs, and lets go of everything. Closing again does nothing. */
    @Override
    public synchronized void close() {
        rpc.stop(taskManager).handle((done, failure) -> null).join();
        closer.close();
    }
}

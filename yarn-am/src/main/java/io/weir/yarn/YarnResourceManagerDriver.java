package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.YarnOptions;
import io.weir.execution.JobStatus;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.resourcemanager.ResourceManagerDriver;
import io.weir.runtime.resourcemanager.WorkerSpec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerState;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.async.AMRMClientAsync;
import org.apache.hadoop.yarn.client.api.async.NMClientAsync;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets containers from YARN and starts TaskManagers in them. A TaskManager is named after its container.
 *
 * <p>Threads: its state belongs to the ResourceManager's main thread; the callbacks of YARN's clients only post to it.
 * Life: started with the ResourceManager; {@link #register} makes the application visible; closed with the cluster.
 */
public final class YarnResourceManagerDriver implements ResourceManagerDriver {
    private static final Logger LOG = LoggerFactory.getLogger(YarnResourceManagerDriver.class);
    private static final Priority PRIORITY = Priority.newInstance(1);

    private final Configuration options;
    private final org.apache.hadoop.conf.Configuration hadoop;
    private final TaskManagerLaunch launch;

    private final Deque<Wanted> wanted = new ArrayDeque<>();
    private final Map<ContainerId, Running> running = new HashMap<>();
    private AMRMClientAsync<ContainerRequest> resourceManager;
    private NMClientAsync nodeManagers;
    private Callbacks callbacks;
    private Executor mainThread;
    private String address = "";

    /** A container that was asked for. */
    private record Wanted(ContainerRequest request, CompletableFuture<TaskManagerId> answer) {}

    /** A container that was given to us; kept, if to the ApplicationMaster before us. */
    private record Running(Container container, CompletableFuture<TaskManagerId> answer, boolean kept) {}

    /**
     * Creates a driver.
     *
     * @param options the options of the cluster
     * @param hadoop Hadoop's configuration
     * @param launch what TaskManagers are started with
     */
    YarnResourceManagerDriver(
            Configuration options, org.apache.hadoop.conf.Configuration hadoop, TaskManagerLaunch launch) {
        this.options = options;
        this.hadoop = hadoop;
        this.launch = launch;
    }

    @Override
    public void start(Callbacks reports, Executor main) {
        callbacks = reports;
        mainThread = main;
        resourceManager = AMRMClientAsync.createAMRMClientAsync(idleInterval(), new FromResourceManager());
        resourceManager.init(hadoop);
        resourceManager.start();
        nodeManagers = NMClientAsync.createNMClientAsync(new FromNodeManagers());
        nodeManagers.init(hadoop);
        // YARN ends all containers of an application that has ended; waiting for each of them would only take time.
        nodeManagers.getClient().cleanupRunningContainersOnStop(false);
        nodeManagers.start();
    }

    /**
     * Tells YARN that the application serves; for any thread, after the cluster has started.
     *
     * @param host where clients and TaskManagers find it
     * @param port likewise
     * @return complete when YARN knows
     */
    CompletableFuture<Void> register(String host, int port) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        mainThread.execute(() -> {
            try {
                address = host + ":" + port;
                keep(resourceManager.registerApplicationMaster(host, port, "").getContainersFromPreviousAttempts());
                done.complete(null);
            } catch (YarnException | IOException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /**
     * YARN's client has the tokens for their nodes from the same answer. A ResourceManager that was restarted tells of them
     * once more.
     */
    private void keep(List<Container> containers) {
        List<TaskManagerId> workers = new ArrayList<>();
        for (Container container : containers) {
            TaskManagerId id = new TaskManagerId(container.getId().toString());
            running.putIfAbsent(container.getId(), new Running(container, CompletableFuture.completedFuture(id), true));
            workers.add(id);
        }
        callbacks.onWorkersKept(workers);
    }

    @Override
    public CompletableFuture<TaskManagerId> requestWorker(WorkerSpec spec) {
        int cores = options.get(YarnOptions.CONTAINER_VCORES);
        Resource resource = Resource.newInstance(
                Deployment.megabytes(spec.processMemory()), cores > 0 ? cores : spec.virtualCores());
        ContainerRequest request = new ContainerRequest(resource, null, null, PRIORITY);
        Wanted worker = new Wanted(request, new CompletableFuture<>());
        wanted.add(worker);
        LOG.info("Asking YARN for a container with {}", resource);
        resourceManager.addContainerRequest(request);
        adaptInterval();
        return worker.answer();
    }

    private void allocated(Container container) {
        Wanted worker = wanted.poll();
        if (worker == null) {
            LOG.info("Returning {}, which nobody waits for", container.getId());
            resourceManager.releaseAssignedContainer(container.getId());
            return;
        }
        resourceManager.removeContainerRequest(worker.request());
        adaptInterval();
        String host = container.getNodeId().getHost();
        LOG.info("Starting a TaskManager in {} on {}", container.getId(), host);
        running.put(container.getId(), new Running(container, worker.answer(), false));
        try {
            nodeManagers.startContainerAsync(
                    container, launch.context(container.getId().toString(), address, host));
        } catch (IOException e) {
            failedToStart(container.getId(), e);
        }
    }

    private void started(ContainerId id) {
        Running worker = running.get(id);
        if (worker != null) {
            worker.answer().complete(new TaskManagerId(id.toString()));
        }
    }

    private void failedToStart(ContainerId id, Throwable cause) {
        Running worker = running.remove(id);
        if (worker != null) {
            resourceManager.releaseAssignedContainer(id);
            worker.answer()
                    .completeExceptionally(new WeirException(
                            ErrorCode.RESOURCES,
                            "The container " + id + " on "
                                    + worker.container().getNodeId().getHost() + " could not be started: "
                                    + Diagnostics.firstLine(String.valueOf(cause.getMessage())),
                            cause));
        }
    }

    private void completed(ContainerStatus status) {
        Running worker = running.remove(status.getContainerId());
        if (worker == null) {
            return; // returned by us, or stopped
        }
        String words =
                ContainerExit.describe(status, worker.container().getNodeId().getHost());
        LOG.info("The {}", words);
        TaskManagerId id = new TaskManagerId(status.getContainerId().toString());
        worker.answer().complete(id); // it was launched, however briefly
        // After those who wait for the launch, which hop to this thread as well, have heard of it.
        mainThread.execute(() -> callbacks.onWorkerTerminated(id, words));
    }

    /** The NodeManager knows at once what the ResourceManager tells with a heartbeat or two. */
    @Override
    public void inquire(TaskManagerId worker) {
        find(worker)
                .ifPresent(found -> nodeManagers.getContainerStatusAsync(
                        found.container().getId(), found.container().getNodeId()));
    }

    private Optional<Running> find(TaskManagerId worker) {
        return running.values().stream()
                .filter(candidate -> candidate.container().getId().toString().equals(worker.value()))
                .findFirst();
    }

    @Override
    public void stopWorker(TaskManagerId worker) {
        find(worker).ifPresent(found -> {
            Container container = found.container();
            running.remove(container.getId());
            if (!found.kept()) { // the client stops only what it has started, and YARN does when it is told
                nodeManagers.stopContainerAsync(container.getId(), container.getNodeId());
            }
            resourceManager.releaseAssignedContainer(container.getId());
        });
    }

    @Override
    public void deregister(JobStatus status, String diagnostics) {
        FinalApplicationStatus end =
                switch (status) {
                    case FINISHED -> FinalApplicationStatus.SUCCEEDED;
                    case CANCELED -> FinalApplicationStatus.KILLED;
                    case FAILED -> FinalApplicationStatus.FAILED;
                    case CREATED, RUNNING, RESTARTING, FAILING, CANCELING -> FinalApplicationStatus.UNDEFINED;
                };
        try {
            resourceManager.unregisterApplicationMaster(end, Diagnostics.bounded(diagnostics), "");
        } catch (YarnException | IOException e) {
            throw new WeirException(ErrorCode.UNREACHABLE, "YARN could not be told that the application has ended.", e);
        }
    }

    @Override
    public void close() {
        if (nodeManagers != null) {
            nodeManagers.stop();
        }
        if (resourceManager != null) {
            resourceManager.stop();
        }
    }

    private int idleInterval() {
        return Math.toIntExact(options.get(YarnOptions.HEARTBEAT_INTERVAL).toMillis());
    }

    /** YARN gives containers in its answers to heartbeats: who waits asks more often. */
    private void adaptInterval() {
        int waiting = Math.toIntExact(
                options.get(YarnOptions.CONTAINER_REQUEST_INTERVAL).toMillis());
        resourceManager.setHeartbeatInterval(wanted.isEmpty() ? idleInterval() : Math.min(waiting, idleInterval()));
    }

    /** Takes what YARN's ResourceManager says, on a thread of its client. */
    private final class FromResourceManager extends AMRMClientAsync.AbstractCallbackHandler {
        @Override
        public void onContainersAllocated(List<Container> containers) {
            mainThread.execute(() -> containers.forEach(YarnResourceManagerDriver.this::allocated));
        }

        /** Nodes that came back later than we did. */
        @Override
        public void onContainersReceivedFromPreviousAttempts(List<Container> containers) {
            mainThread.execute(() -> keep(containers));
        }

        @Override
        public void onContainersCompleted(List<ContainerStatus> statuses) {
            mainThread.execute(() -> statuses.forEach(YarnResourceManagerDriver.this::completed));
        }

        @Override
        public void onShutdownRequest() {
            mainThread.execute(() -> callbacks.onFatalError(
                    new WeirException(ErrorCode.UNREACHABLE, "YARN has asked the ApplicationMaster to shut down.")));
        }

        @Override
        public void onError(Throwable failure) {
            mainThread.execute(() -> callbacks.onFatalError(new WeirException(
                    ErrorCode.UNREACHABLE,
                    "The connection to YARN is lost: " + Diagnostics.firstLine(String.valueOf(failure.getMessage())),
                    failure)));
        }

        @Override
        public void onContainersUpdated(List<org.apache.hadoop.yarn.api.records.UpdatedContainer> containers) {
            // We never ask for a change.
        }

        @Override
        public void onNodesUpdated(List<NodeReport> nodes) {
            // The containers of a lost node are reported one by one.
        }

        @Override
        public float getProgress() {
            return 0;
        }
    }

    /** Takes what NodeManagers say, on threads of their client. */
    private final class FromNodeManagers extends NodeManagerEvents {
        @Override
        public void onContainerStarted(ContainerId container, Map<String, ByteBuffer> serviceAnswers) {
            mainThread.execute(() -> started(container));
        }

        @Override
        public void onContainerStatusReceived(ContainerId container, ContainerStatus status) {
            if (status.getState() == ContainerState.COMPLETE) {
                mainThread.execute(() -> completed(status));
            }
        }

        @Override
        public void onStartContainerError(ContainerId container, Throwable failure) {
            mainThread.execute(() -> failedToStart(container, failure));
        }
    }
}

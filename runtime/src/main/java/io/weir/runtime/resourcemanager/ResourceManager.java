package io.weir.runtime.resourcemanager;

import io.weir.configuration.Configuration;
import io.weir.configuration.ResourceManagerOptions;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.heartbeat.HeartbeatSettings;
import io.weir.runtime.heartbeat.WatchingEndpoint;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.ClusterInfo;
import io.weir.runtime.protocol.JobManagerGateway;
import io.weir.runtime.protocol.ResourceManagerGateway;
import io.weir.runtime.protocol.SlotReport;
import io.weir.runtime.protocol.SlotRequest;
import io.weir.runtime.protocol.SlotRequirement;
import io.weir.runtime.protocol.TaskManagerGateway;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerRegistration;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcService;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the TaskManagers of the cluster, gives their slots to jobs, and has TaskManagers started and stopped as jobs need
 * them, where the cluster can do that.
 *
 * <p>Thread: its main thread. Life: that of the cluster.
 */
public final class ResourceManager extends WatchingEndpoint implements ResourceManagerGateway {
    /** The name under which it is called. */
    public static final String NAME = LeaderAddress.RESOURCE_MANAGER;

    private static final Logger LOG = LoggerFactory.getLogger(ResourceManager.class);

    private final RpcService rpc;
    private final String version;
    private final Duration idleTime;
    private final SlotManager slots;
    private final WorkerPool workers;
    private final FailureDetector<TaskManagerId> detector;
    private final Map<TaskManagerId, TaskManagerGateway> taskManagers = new HashMap<>();

    /**
     * What the ResourceManager is made of.
     *
     * @param configuration the options of the cluster
     * @param driver starts and stops TaskManagers
     * @param worker what a TaskManager is given that is started
     * @param clock tells the time
     * @param version the version of the engine
     * @param onFatalError takes the failure that ends the cluster
     * @param token the token of the term in which the cluster is led
     */
    public record Parts(
            Configuration configuration,
            ResourceManagerDriver driver,
            WorkerSpec worker,
            Clock clock,
            String version,
            Consumer<Throwable> onFatalError,
            FencingToken token) {}

    /**
     * Creates a ResourceManager without TaskManagers.
     *
     * @param rpc the calls of the process
     * @param parts what it is made of
     */
    public ResourceManager(RpcService rpc, Parts parts) {
        super(rpc, NAME, parts.token(), parts.clock());
        this.rpc = rpc;
        this.version = parts.version();
        this.idleTime = parts.configuration().get(ResourceManagerOptions.TASK_MANAGER_TIMEOUT);
        this.workers = new WorkerPool(
                parts.driver(),
                parts.worker(),
                parts.configuration().get(ResourceManagerOptions.PREVIOUS_WORKER_RECOVERY_TIMEOUT),
                host(),
                new WorkerEvents(parts.onFatalError()));
        this.slots = new SlotManager(
                new SlotDecisions(),
                () -> new AllocationId(UUID.randomUUID().toString()),
                parts.worker().slots());
        this.detector = new FailureDetector<>(HeartbeatSettings.read(parts.configuration()), host(), this::lost);
    }

    @Override
    protected void onStart() throws Exception {
        workers.start();
        scheduleIdleCheck();
    }

    @Override
    protected CompletableFuture<Void> onStop() {
        detector.close();
        workers.close();
        return CompletableFuture.completedFuture(null);
    }

    // ---- TaskManagers ----

    @Override
    public CompletableFuture<Void> registerTaskManager(TaskManagerRegistration registration) {
        TaskManagerId id = registration.location().id();
        return rpc.connect(registration.address(), TaskManagerGateway.class, fencingToken())
                .thenAcceptAsync(
                        gateway -> {
                            taskManagers.put(id, gateway);
                            workers.registered(id);
                            detector.watch(id, registration.address());
                            LOG.info(
                                    "TaskManager {} on {} has registered with {} slots.",
                                    id,
                                    registration.location().host(),
                                    registration.report().slots());
                            slots.register(registration, host().clock().instant());
                        },
                        mainThread());
    }

    @Override
    public CompletableFuture<Void> heartbeat(SlotReport report) {
        detector.sign(report.taskManager());
        if (slots.report(report, host().clock().instant())) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.failedFuture(new WeirException(
                ErrorCode.NOT_FOUND, "The TaskManager " + report.taskManager() + " is not registered."));
    }

    @Override
    public CompletableFuture<Void> deregister(TaskManagerId taskManager, String reason) {
        forget(taskManager, reason);
        return CompletableFuture.completedFuture(null);
    }

    private void lost(TaskManagerId id, String what) {
        forget(id, what);
    }

    /** Removes a TaskManager and tells the jobs that had slots on it. */
    private void forget(TaskManagerId id, String reason) {
        detector.unwatch(id);
        taskManagers.remove(id);
        if (slots.find(id).isPresent()) {
            LOG.info("TaskManager {} is gone: {}.", id, reason);
            List<SlotRequirement> affected = slots.remove(id);
            affected.forEach(job -> call(job, gateway -> gateway.taskManagerLost(id, reason)));
            slots.assign();
        }
    }

    @Override
    public CompletableFuture<String> workerDiagnostics(TaskManagerId taskManager) {
        return workers.diagnostics(taskManager);
    }

    private void scheduleIdleCheck() {
        if (!workers.startsWorkers()) {
            return;
        }
        schedule(idleTime.dividedBy(2).plusMillis(1), () -> {
            scheduleIdleCheck(); // first, so that one failure does not end the checks
            for (TaskManagerId id : slots.idle(host().clock().instant(), idleTime)) {
                String reason = "no job has used it for " + idleTime.toMillis() + " ms";
                TaskManagerGateway gateway = taskManagers.get(id);
                forget(id, reason);
                gateway.disconnect(reason);
                workers.stop(id);
            }
        });
    }

    // ---- jobs ----

    @Override
    public CompletableFuture<Void> requestSlots(SlotRequirement requirement) {
        workers.forgetFailures(); // whoever asks now may have waited for the cluster to get well
        slots.require(requirement);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> jobTerminated(JobId job) {
        slots.forget(job);
        return CompletableFuture.completedFuture(null);
    }

    private void call(SlotRequirement job, Function<JobManagerGateway, CompletableFuture<Void>> method) {
        rpc.connect(job.jobManagerAddress(), JobManagerGateway.class, job.jobManagerToken())
                .thenCompose(method)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debug("The JobManager of {} was not told; it has probably ended.", job.job(), failure);
                    }
                });
    }

    // ---- the cluster ----

    @Override
    public CompletableFuture<ClusterInfo> clusterInfo() {
        return CompletableFuture.completedFuture(
                new ClusterInfo(version, slots.describe(), workers.pending(), workers.problem()));
    }

    /**
     * Tells the cluster how the application ended, and stops its processes; for any thread.
     *
     * @param status how it ended
     * @param diagnostics the root cause, or an empty text
     * @return complete when the cluster was told
     */
    public CompletableFuture<Void> deregisterApplication(JobStatus status, String diagnostics) {
        return callInMainThread(() -> {
            workers.deregister(status, diagnostics);
            return null;
        });
    }

    /** Tells all TaskManagers to end; for any thread. Complete when they were told, and have answered or are gone. */
    public CompletableFuture<Void> disconnectTaskManagers() {
        return callInMainThread(() -> CompletableFuture.allOf(taskManagers.values().stream()
                        .map(gateway -> gateway.disconnect("the cluster is shut down"))
                        .toArray(CompletableFuture<?>[]::new)))
                .thenCompose(Function.identity());
    }

    /** Carries out what the slot manager decides. */
    private final class SlotDecisions implements SlotManager.Actions {
        @Override
        public void allocate(TaskManagerRegistration worker, AllocationId allocation, SlotRequirement requirement) {
            TaskManagerId id = worker.location().id();
            SlotRequest request = new SlotRequest(
                    allocation, requirement.job(), requirement.jobManagerAddress(), requirement.jobManagerToken());
            taskManagers
                    .get(id)
                    .requestSlot(request)
                    .whenCompleteAsync(
                            (reportVersion, failure) -> {
                                if (failure == null) {
                                    slots.confirm(id, allocation, reportVersion);
                                } else {
                                    LOG.warn(
                                            "TaskManager {} did not give a slot to {}.",
                                            id,
                                            requirement.job(),
                                            failure);
                                    slots.refuse(id, allocation);
                                }
                            },
                            mainThread());
        }

        @Override
        public void workersMissing(int count) {
            workers.wanted(count);
        }
    }

    /** Takes what the cluster says of the processes. */
    private final class WorkerEvents implements WorkerPool.Listener {
        private final Consumer<Throwable> onFatalError;

        WorkerEvents(Consumer<Throwable> onFatalError) {
            this.onFatalError = onFatalError;
        }

        @Override
        public void workerEnded(TaskManagerId worker, String diagnostics) {
            forget(worker, diagnostics);
        }

        @Override
        public void tryAgain() {
            slots.assign();
        }

        @Override
        public void workersUnavailable(String problem) {
            slots.waiting().forEach(job -> call(job, gateway -> gateway.slotsUnavailable(problem)));
        }

        @Override
        public void fatalError(Throwable cause) {
            onFatalError.accept(cause);
        }
    }
}

package io.weir.runtime.jobmanager;

import io.weir.execution.JobId;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.heartbeat.HeartbeatSettings;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.SlotOffer;
import io.weir.runtime.protocol.SplitDelivery;
import io.weir.runtime.protocol.TaskManagerGateway;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.TaskStage;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The TaskManagers on which a job has slots, as long as they live.
 *
 * <p>Thread: the JobManager's main thread; answers come there too. Life: that of the job.
 */
final class TaskManagerConnections implements JobScheduler.Calls, AutoCloseable {
    private final JobManagerServices services;
    private final FailureDetector.Host main;
    private final FailureDetector<TaskManagerId> detector;
    private final Map<TaskManagerId, Peer> peers = new HashMap<>();

    private final BiConsumer<TaskManagerId, FailureInfo> onLost;

    /** A TaskManager and the way to it. */
    private record Peer(TaskManagerLocation location, RpcAddress address, TaskManagerGateway gateway) {}

    /**
     * Creates an empty set.
     *
     * @param services what the process shares
     * @param main the main thread
     * @param onLost takes a TaskManager that was lost, and how
     */
    TaskManagerConnections(
            JobManagerServices services, FailureDetector.Host main, BiConsumer<TaskManagerId, FailureInfo> onLost) {
        this.services = services;
        this.main = main;
        this.onLost = onLost;
        this.detector = new FailureDetector<>(HeartbeatSettings.read(services.configuration()), main, this::lost);
    }

    /** Connects to the TaskManager that offers slots, unless there is a connection. */
    CompletableFuture<Void> connect(SlotOffer offer) {
        return connect(offer.location(), offer.address());
    }

    /** Connects to a TaskManager, unless there is a connection. */
    CompletableFuture<Void> connect(TaskManagerLocation location, RpcAddress address) {
        TaskManagerId id = location.id();
        Peer known = peers.get(id);
        if (known != null && known.address().equals(address)) {
            return CompletableFuture.completedFuture(null);
        }
        if (known != null) {
            lost(id, "another process has taken its place");
        }
        return services.rpc()
                .connect(address, TaskManagerGateway.class, services.term().token())
                .thenAcceptAsync(
                        gateway -> {
                            if (peers.putIfAbsent(id, new Peer(location, address, gateway)) == null) {
                                detector.watch(id, address);
                            }
                        },
                        main);
    }

    boolean isConnected(TaskManagerId id) {
        return peers.containsKey(id);
    }

    /** Notes a sign of life; fails with NOT_FOUND if there is no such connection. */
    CompletableFuture<Void> sign(TaskManagerId id) {
        if (!isConnected(id)) {
            return CompletableFuture.failedFuture(
                    new WeirException(ErrorCode.NOT_FOUND, "The job has no slot on " + id + "."));
        }
        detector.sign(id);
        return CompletableFuture.completedFuture(null);
    }

    /** Ends the connection to a TaskManager, if there is one, for it is known to be lost. */
    void lost(TaskManagerId id, String what) {
        detector.unwatch(id);
        Peer peer = peers.remove(id);
        if (peer != null) {
            onLost.accept(id, Tasks.lost(peer.location(), what));
        }
    }

    /** Returns what takes splits to the readers on these TaskManagers. */
    SplitDeliveries deliveries(ExecutionGraph executions, BiConsumer<TaskInstance, FailureInfo> onFailure) {
        return new SplitDeliveries(executions, this, main, onFailure);
    }

    @Override
    public CompletableFuture<Void> deploy(TaskManagerId taskManager, List<TaskSpec> tasks) {
        return call(taskManager, gateway -> gateway.deploy(tasks));
    }

    @Override
    public CompletableFuture<Void> cancel(TaskManagerId taskManager, List<ExecutionId> tasks) {
        return call(taskManager, gateway -> gateway.cancel(tasks));
    }

    CompletableFuture<Void> deliver(TaskManagerId taskManager, SplitDelivery delivery) {
        return call(taskManager, gateway -> gateway.deliverSplits(delivery));
    }

    CompletableFuture<Void> superstepEnded(
            TaskManagerId taskManager, ExecutionId task, int superstep, List<byte[]> reports) {
        return call(taskManager, gateway -> gateway.superstepEnded(task, superstep, reports));
    }

    CompletableFuture<Void> triggerCheckpoint(TaskManagerId taskManager, JobId job, CheckpointTrigger trigger) {
        return call(taskManager, gateway -> gateway.triggerCheckpoint(job, trigger));
    }

    CompletableFuture<List<TaskStage>> checkpointStages(TaskManagerId taskManager, JobId job, long checkpointId) {
        return call(taskManager, gateway -> gateway.checkpointStages(job, checkpointId));
    }

    /** Tells all TaskManagers how a checkpoint ended. */
    void checkpointEnded(JobId job, long checkpointId, boolean completed) {
        peers.values().forEach(peer -> peer.gateway().checkpointEnded(job, checkpointId, completed));
    }

    private <T> CompletableFuture<T> call(TaskManagerId id, Function<TaskManagerGateway, CompletableFuture<T>> method) {
        Peer peer = peers.get(id);
        if (peer == null) {
            return CompletableFuture.failedFuture(
                    new WeirException(ErrorCode.TASK_MANAGER_LOST, "The TaskManager " + id + " was lost."));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        method.apply(peer.gateway())
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                answer.complete(done);
                            } else {
                                answer.completeExceptionally(failure);
                            }
                        },
                        main);
        return answer;
    }

    /**
     * Tells all TaskManagers that the job goes on with their tasks. One that is slow is told again as long as it lives.
     *
     * @param message what they are told
     * @param onHeard takes each TaskManager that has heard it
     */
    void adopted(Function<TaskManagerGateway, CompletableFuture<Void>> message, Consumer<TaskManagerId> onHeard) {
        List.copyOf(peers.keySet()).forEach(id -> adopted(id, message, onHeard));
    }

    private void adopted(
            TaskManagerId id,
            Function<TaskManagerGateway, CompletableFuture<Void>> message,
            Consumer<TaskManagerId> onHeard) {
        call(id, message).whenComplete((done, failure) -> {
            if (failure == null) {
                onHeard.accept(id);
            } else if (Failures.describe(failure).code() == ErrorCode.TIMEOUT) {
                adopted(id, message, onHeard);
            } else {
                lost(id, "it did not take that its tasks go on: " + failure.getMessage());
            }
        });
    }

    /** Tells all TaskManagers to let go of the job. */
    void release(JobId job) {
        peers.values().forEach(peer -> peer.gateway().releaseJob(job));
    }

    /** Tells all TaskManagers to let go of what they have of the job; they may offer slots anew. */
    void letGo(JobId job) {
        release(job);
        peers.keySet().forEach(detector::unwatch);
        peers.clear();
    }

    @Override
    public void close() {
        detector.close();
        peers.clear();
    }
}

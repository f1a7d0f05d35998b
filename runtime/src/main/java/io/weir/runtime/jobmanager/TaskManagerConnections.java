package io.weir.runtime.jobmanager;

import io.weir.execution.JobId;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.heartbeat.HeartbeatSettings;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.SlotOffer;
import io.weir.runtime.protocol.SplitDelivery;
import io.weir.runtime.protocol.TaskManagerGateway;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.rpc.FencingToken;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
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

    /** A TaskManager and the way to it. */
    private record Peer(TaskManagerLocation location, TaskManagerGateway gateway) {}

    /**
     * Creates an empty set.
     *
     * @param services what the process shares
     * @param main the main thread
     * @param onLost takes a TaskManager that was lost, and what was seen
     */
    TaskManagerConnections(
            JobManagerServices services, FailureDetector.Host main, BiConsumer<TaskManagerLocation, String> onLost) {
        this.services = services;
        this.main = main;
        this.detector = new FailureDetector<>(HeartbeatSettings.read(services.configuration()), main, (id, what) -> {
            Peer lost = peers.remove(id);
            onLost.accept(lost.location(), what);
        });
    }

    /** Connects to the TaskManager that offers slots, unless there is a connection. */
    CompletableFuture<Void> connect(SlotOffer offer) {
        TaskManagerId id = offer.location().id();
        if (peers.containsKey(id)) {
            return CompletableFuture.completedFuture(null);
        }
        return services.rpc()
                .connect(offer.address(), TaskManagerGateway.class, FencingToken.NONE)
                .thenAcceptAsync(
                        gateway -> {
                            if (peers.putIfAbsent(id, new Peer(offer.location(), gateway)) == null) {
                                detector.watch(id, offer.address());
                            }
                        },
                        main);
    }

    boolean isConnected(TaskManagerId id) {
        return peers.containsKey(id);
    }

    /** Notes a sign of life. */
    void sign(TaskManagerId id) {
        detector.sign(id);
    }

    /** Ends the connection to a TaskManager that is known to be lost; returns where it was. */
    TaskManagerLocation remove(TaskManagerId id) {
        detector.unwatch(id);
        Peer peer = peers.remove(id);
        return peer == null ? null : peer.location();
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

    private CompletableFuture<Void> call(
            TaskManagerId id, Function<TaskManagerGateway, CompletableFuture<Void>> method) {
        Peer peer = peers.get(id);
        if (peer == null) {
            return CompletableFuture.failedFuture(
                    new WeirException(ErrorCode.TASK_MANAGER_LOST, "The TaskManager " + id + " was lost."));
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        method.apply(peer.gateway())
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                answer.complete(null);
                            } else {
                                answer.completeExceptionally(failure);
                            }
                        },
                        main);
        return answer;
    }

    /** Tells all TaskManagers to let go of the job. */
    void release(JobId job) {
        peers.values().forEach(peer -> peer.gateway().releaseJob(job));
    }

    @Override
    public void close() {
        detector.close();
        peers.clear();
    }
}

package io.weir.runtime.protocol;

import io.weir.execution.JobId;
import io.weir.runtime.rpc.RpcGateway;
import io.weir.runtime.rpc.RpcTimeout;
import java.util.concurrent.CompletableFuture;

/** What TaskManagers and JobManagers tell the ResourceManager. */
public interface ResourceManagerGateway extends RpcGateway {
    /**
     * Registers a TaskManager; one that is known under the same id is replaced.
     *
     * @param registration the TaskManager
     * @return completes when it is registered
     */
    CompletableFuture<Void> registerTaskManager(TaskManagerRegistration registration);

    /**
     * Gives a sign of life, and gets one by the answer. Sent regularly, and at once when a slot has become free.
     *
     * @param report what the slots are used for
     * @return fails with NOT_FOUND if the TaskManager has to register again
     */
    CompletableFuture<Void> heartbeat(SlotReport report);

    /**
     * Declares how many slots a job needs.
     *
     * @param requirement the number
     * @return completes when the ResourceManager has noted it
     */
    CompletableFuture<Void> requestSlots(SlotRequirement requirement);

    /**
     * Tells that a job needs nothing any more.
     *
     * @param job the job
     * @return completes when the ResourceManager has noted it
     */
    CompletableFuture<Void> jobTerminated(JobId job);

    /**
     * Tells that a TaskManager is about to end.
     *
     * @param taskManager the TaskManager
     * @param reason one sentence
     * @return completes when the ResourceManager has noted it
     */
    CompletableFuture<Void> deregister(TaskManagerId taskManager, String reason);

    /**
     * Asks why a TaskManager has ended. Waits a few seconds for the cluster's own word where processes are run by one.
     *
     * @param taskManager the TaskManager
     * @return one sentence, or an empty text
     */
    @RpcTimeout(millis = 60_000)
    CompletableFuture<String> workerDiagnostics(TaskManagerId taskManager);

    /** Describes the cluster. */
    CompletableFuture<ClusterInfo> clusterInfo();
}

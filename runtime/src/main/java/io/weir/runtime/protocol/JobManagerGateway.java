package io.weir.runtime.protocol;

import io.weir.runtime.rpc.RpcGateway;
import io.weir.runtime.rpc.RpcTimeout;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What TaskManagers and the ResourceManager tell the JobManager of a job. */
public interface JobManagerGateway extends RpcGateway {
    /**
     * Offers slots.
     *
     * @param offer the slots
     * @return those that the job takes; the others are free again
     */
    CompletableFuture<List<AllocationId>> offerSlots(SlotOffer offer);

    /**
     * Tells what runs of the job on a TaskManager that has lost its former JobManager.
     *
     * @param offer the tasks
     * @return whether the JobManager may go on with them: {@link TaskManagerGateway#tasksAdopted} follows, or {@link
     *     TaskManagerGateway#releaseJob}; if not, they are to be canceled
     */
    CompletableFuture<Boolean> offerTasks(TaskOffer offer);

    /**
     * Reports a change in the life of a task.
     *
     * @param status the change
     * @return completes when the JobManager has noted it
     */
    CompletableFuture<Void> updateTaskStatus(TaskStatus status);

    /**
     * Asks for a split; the answer comes to {@link TaskManagerGateway#deliverSplits}.
     *
     * @param execution the task that asks
     * @param hostName the host it runs on
     * @return completes when the enumerator was told
     */
    CompletableFuture<Void> requestSplit(ExecutionId execution, String hostName);

    /**
     * Tells that a task of an iteration has ended a superstep. When all have, {@link TaskManagerGateway#superstepEnded}
     * comes to those that wait for it.
     *
     * @param execution the task
     * @param loop the iteration
     * @param superstep the superstep, from 1
     * @param tasks how many tasks the iteration has
     * @param waits whether the task waits to hear what all have reported
     * @param report what it reports
     * @return completes when the JobManager has noted it
     */
    CompletableFuture<Void> superstepEnded(
            ExecutionId execution, String loop, int superstep, int tasks, boolean waits, byte[] report);

    /**
     * Tells how far a source has come in event time, to the sources of its group that are to wait for each other.
     *
     * @param execution the source's task
     * @param group the group
     * @param watermark how far; {@code Long.MAX_VALUE} if nobody has to wait for it
     * @return how far the source has come that is most behind
     */
    CompletableFuture<Long> alignWatermark(ExecutionId execution, String group, long watermark);

    /**
     * Sends records that the client collects. Waits a while for room.
     *
     * @param execution the task that sends
     * @param resultId what the client asks for
     * @param batch serialized records
     * @return whether they were taken; if not, there was no room, and the same batch has to be sent again
     */
    @RpcTimeout(millis = 60_000)
    CompletableFuture<Boolean> sendResults(ExecutionId execution, String resultId, byte[] batch);

    /**
     * Tells that the tasks of a TaskManager have stored their parts of a checkpoint. There is one call for each checkpoint
     * that was begun, even if it is without parts: a task is left out only if it came to its end before it captured
     * anything, so that what follows it has seen all that it ever emitted.
     *
     * @param taskManager where the tasks run
     * @param checkpointId the checkpoint
     * @param parts the parts
     * @return completes when the JobManager has noted it
     */
    CompletableFuture<Void> acknowledgeCheckpoint(
            TaskManagerId taskManager, long checkpointId, List<TaskSnapshot> parts);

    /**
     * Tells that a task cannot take part in a checkpoint.
     *
     * @param checkpointId the checkpoint
     * @param execution the task
     * @param cause why
     * @return completes when the JobManager has noted it
     */
    CompletableFuture<Void> declineCheckpoint(long checkpointId, ExecutionId execution, FailureInfo cause);

    /**
     * Gives a sign of life, and gets one by the answer.
     *
     * @param taskManager who it is from
     * @param reports the progress of its tasks of this job
     * @return fails with NOT_FOUND if the TaskManager has no slot for the job
     */
    CompletableFuture<Void> heartbeat(TaskManagerId taskManager, List<TaskReport> reports);

    /**
     * Reads a part of a file of the job.
     *
     * @param key the file
     * @param offset where the part begins
     * @param length how long it is at most
     * @return the bytes
     */
    CompletableFuture<byte[]> downloadBlob(BlobKey key, long offset, int length);

    /**
     * Tells that a TaskManager has ended or is about to.
     *
     * @param taskManager the TaskManager
     * @param diagnostics one sentence that names it and says why
     * @return completes when the JobManager has noted it
     */
    CompletableFuture<Void> taskManagerLost(TaskManagerId taskManager, String diagnostics);

    /**
     * Tells that the slots a job needs cannot be had.
     *
     * @param diagnostics one sentence that says why
     * @return completes when the JobManager has noted it
     */
    CompletableFuture<Void> slotsUnavailable(String diagnostics);
}

package io.weir.runtime.protocol;

import io.weir.execution.JobId;
import io.weir.runtime.rpc.RpcGateway;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What JobManagers and the ResourceManager tell a TaskManager. */
public interface TaskManagerGateway extends RpcGateway {
    /**
     * Gives a slot to a job: the TaskManager offers it to the JobManager.
     *
     * @param request the job and where its JobManager is
     * @return the version of the first {@link SlotReport} that shows the slot as taken; fails with RESOURCES if none is
     *     free
     */
    CompletableFuture<Long> requestSlot(SlotRequest request);

    /**
     * Starts tasks in slots that the JobManager has accepted.
     *
     * @param tasks the tasks, of one job
     * @return completes when their threads were started; what happens then comes as
     *     {@link JobManagerGateway#updateTaskStatus}
     */
    CompletableFuture<Void> deploy(List<TaskSpec> tasks);

    /**
     * Cancels tasks. Those that are unknown or have ended are left out.
     *
     * @param executions the tasks, of one job
     * @return completes when they were told; their ends are reported as status
     */
    CompletableFuture<Void> cancel(List<ExecutionId> executions);

    /**
     * Begins a checkpoint. Sent to every TaskManager that runs tasks of the job, which answers with one
     * {@link JobManagerGateway#acknowledgeCheckpoint} when all of its tasks have stored their parts.
     *
     * @param job the job
     * @param trigger the checkpoint
     * @return completes when they were told
     */
    CompletableFuture<Void> triggerCheckpoint(JobId job, CheckpointTrigger trigger);

    /**
     * Asks how far the tasks of a job here have come with a checkpoint.
     *
     * @param job the job
     * @param checkpointId the checkpoint
     * @return the stages of those that run
     */
    CompletableFuture<List<TaskStage>> checkpointStages(JobId job, long checkpointId);

    /**
     * Tells all tasks of a job here how a checkpoint ended.
     *
     * @param job the job
     * @param checkpointId the checkpoint
     * @param completed whether it is complete; else it was given up, and what is being written for it is not needed
     * @return completes when they were told
     */
    CompletableFuture<Void> checkpointEnded(JobId job, long checkpointId, boolean completed);

    /**
     * Tells that the JobManager goes on with the tasks that were offered to it. Checkpoints that the former one had begun
     * are over.
     *
     * @param job the job
     * @param checkpoint the newest complete checkpoint; {@link TaskRestore#NOTHING} if there is none
     * @param savepoint the savepoint with which the job was stopped; {@link TaskRestore#NOTHING} if it was not
     * @param firstCheckpoint the lowest number of a checkpoint that may begin from now on
     * @return completes when the tasks were told
     */
    CompletableFuture<Void> tasksAdopted(JobId job, long checkpoint, long savepoint, long firstCheckpoint);

    /**
     * Takes a slot from a job; tasks in it are canceled.
     *
     * @param allocation the use of the slot
     * @param cause one sentence
     * @return completes when it was told
     */
    CompletableFuture<Void> freeSlot(AllocationId allocation, String cause);

    /**
     * Hands splits to a reader.
     *
     * @param delivery the splits
     * @return completes when the task has them; fails with NOT_FOUND if it does not run
     */
    CompletableFuture<Void> deliverSplits(SplitDelivery delivery);

    /**
     * Tells a task what all tasks of its iteration have reported at the end of a superstep.
     *
     * @param execution the task
     * @param superstep the superstep, from 1
     * @param reports the reports, in the same order for each task that waits for them
     * @return completes when the task has them; fails with NOT_FOUND if it does not run
     */
    CompletableFuture<Void> superstepEnded(ExecutionId execution, int superstep, List<byte[]> reports);

    /**
     * Lets go of all that a job has here: slots, tasks, classes, files.
     *
     * @param job the job
     * @return completes when the slots are free
     */
    CompletableFuture<Void> releaseJob(JobId job);

    /**
     * Tells the TaskManager that it is not part of the cluster any more; its process ends.
     *
     * @param cause one sentence
     * @return completes when it was told
     */
    CompletableFuture<Void> disconnect(String cause);
}

package io.weir.runtime.task;

import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import java.io.File;
import java.util.concurrent.CompletableFuture;

/** How a running task reaches its JobManager, and the files of its job. Safe for use by any thread; only {@link #cachedFile} blocks. */
public interface TaskListener {
    /**
     * Asks for a split; the answer comes to {@code StreamTask.deliverSplits}.
     *
     * @param execution the task
     * @param hostName the host it runs on
     */
    void requestSplit(ExecutionId execution, String hostName);

    /**
     * Returns a file that the program has registered; waits until it is here.
     *
     * @param name its name
     * @return the file
     */
    File cachedFile(String name);

    /**
     * Tells how far a source has come in event time.
     *
     * @param execution the source's task
     * @param group the sources that wait for each other
     * @param watermark how far; {@code Long.MAX_VALUE} if nobody has to wait for it
     * @return how far the source has come that is most behind
     */
    CompletableFuture<Long> alignWatermark(ExecutionId execution, String group, long watermark);

    /**
     * Tells that a task of an iteration has ended a superstep; what all have reported comes to {@code
     * StreamTask.superstepEnded} of those that wait for it.
     *
     * @param execution the task
     * @param end what it tells
     */
    void superstepEnded(ExecutionId execution, SuperstepEnd end);

    /**
     * Hands over a task's part of a checkpoint, to be stored and reported.
     *
     * @param execution the task
     * @param trigger the checkpoint
     * @param capture what the task's operators keep; the listener closes it
     */
    void acknowledgeCheckpoint(ExecutionId execution, CheckpointTrigger trigger, TaskCapture capture);

    /**
     * Tells that a task cannot take part in a checkpoint.
     *
     * @param execution the task
     * @param checkpointId the checkpoint
     * @param cause why
     */
    void declineCheckpoint(ExecutionId execution, long checkpointId, Throwable cause);

    /**
     * Sends serialized records to the client that collects them.
     *
     * @param execution the task
     * @param resultId what the client asks for
     * @param batch the records
     * @return completes when there is room for more
     */
    CompletableFuture<Void> sendResults(ExecutionId execution, String resultId, byte[] batch);
}

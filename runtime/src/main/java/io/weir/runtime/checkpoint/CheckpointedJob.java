package io.weir.runtime.checkpoint;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskStage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;

/**
 * A running job, as its {@link CheckpointCoordinator} sees it. All methods are called on the JobManager's main thread,
 * which runs what is executed.
 */
public interface CheckpointedJob extends Executor {
    /** Returns the job. */
    JobGraph graph();

    /** Returns the time. */
    Clock clock();

    /**
     * Runs work on the main thread later.
     *
     * @param delay how much later
     * @param work the work
     * @return a handle to cancel it
     */
    ScheduledFuture<?> schedule(Duration delay, Runnable work);

    /** Returns what reads and writes files. */
    Executor io();

    /** Returns the current attempts of all tasks; empty unless each of them runs or has finished. */
    List<Participant> participants();

    /**
     * Asks the enumerators what they have to go on from.
     *
     * @param checkpointId the checkpoint
     * @return completes on the enumerators' thread, between what they hand over before and what they hand over later
     */
    CompletableFuture<List<EnumeratorState>> snapshotSources(long checkpointId);

    /**
     * Begins a checkpoint on a TaskManager.
     *
     * @param taskManager the TaskManager
     * @param trigger the checkpoint
     * @return completes, on the main thread, when it was told
     */
    CompletableFuture<Void> triggerCheckpoint(TaskManagerId taskManager, CheckpointTrigger trigger);

    /**
     * Asks a TaskManager how far its tasks have come with a checkpoint.
     *
     * @param taskManager the TaskManager
     * @param checkpointId the checkpoint
     * @return the stages, on the main thread
     */
    CompletableFuture<List<TaskStage>> stages(TaskManagerId taskManager, long checkpointId);

    /**
     * Tells all TaskManagers how a checkpoint ended.
     *
     * @param checkpointId the checkpoint
     * @param completed whether it is complete
     */
    void checkpointEnded(long checkpointId, boolean completed);

    /**
     * The job is about to be stopped with a savepoint.
     *
     * @param savepoint the savepoint
     * @return completes when whoever takes the job over would know: it must not go back behind it
     */
    default CompletableFuture<Void> stopping(CompletedCheckpoint savepoint) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Too many checkpoints have failed.
     *
     * @param cause the last failure
     */
    void checkpointsFailed(FailureInfo cause);
}

package io.weir.runtime.checkpoint;

import io.weir.runtime.protocol.CheckpointStage;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.TaskManagerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out which tasks a checkpoint waits for. TaskManagers report when all of their tasks are ready, so those that have not
 * reported are asked.
 *
 * <p>Thread: the JobManager's main thread. Life: one question.
 */
final class LateTasks {
    /** How long answers are waited for: whoever is late may not answer either. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(2);

    private final CheckpointedJob job;
    private final PendingCheckpoint checkpoint;
    private final Map<ExecutionId, CheckpointStage> stages = new HashMap<>();

    LateTasks(CheckpointedJob job, PendingCheckpoint checkpoint) {
        this.job = job;
        this.checkpoint = checkpoint;
    }

    /** Returns whom it waits for, as the end of a sentence; on the main thread. */
    CompletableFuture<String> describe() {
        CompletableFuture<Void> asked = CompletableFuture.allOf(
                checkpoint.taskManagers().stream().map(this::ask).toArray(CompletableFuture<?>[]::new));
        if (!asked.isDone()) {
            job.schedule(ANSWER_TIME, () -> asked.complete(null));
        }
        return asked.thenApply(done -> checkpoint.heldUpBy(stages));
    }

    private CompletableFuture<Void> ask(TaskManagerId taskManager) {
        return job.stages(taskManager, checkpoint.id()).handle((found, failure) -> {
            if (failure == null) {
                found.forEach(task -> stages.put(task.execution(), task.stage()));
            }
            return null; // nothing was heard of its tasks
        });
    }
}

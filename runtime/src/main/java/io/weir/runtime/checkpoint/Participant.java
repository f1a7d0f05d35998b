package io.weir.runtime.checkpoint;

import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.TaskManagerId;

/**
 * A task of a job, as its checkpoints see it.
 *
 * @param execution the task
 * @param name the name people see
 * @param taskManager where it runs or ran
 * @param host the machine of that
 * @param finished whether it has come to the end of its input
 */
public record Participant(
        ExecutionId execution, String name, TaskManagerId taskManager, String host, boolean finished) {}

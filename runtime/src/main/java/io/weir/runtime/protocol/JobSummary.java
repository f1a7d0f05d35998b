package io.weir.runtime.protocol;

import io.weir.execution.JobId;
import io.weir.execution.JobStatus;

/**
 * A job in a list.
 *
 * @param id the job
 * @param name the name people see
 * @param status its state
 * @param startTime when it was submitted, in milliseconds since 1970-01-01T00:00Z
 * @param endTime when it ended, likewise; -1 if it has not
 * @param tasks its tasks
 * @param restarts how often it started again after a failure
 */
public record JobSummary(
        JobId id, String name, JobStatus status, long startTime, long endTime, TaskCounts tasks, int restarts) {}

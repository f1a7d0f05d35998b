package io.weir.runtime.protocol;

import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import java.util.List;

/**
 * How a job ended, or that it has not yet.
 *
 * @param job the job
 * @param name the name people see
 * @param status its state; ask again if it is not terminal
 * @param runtimeMillis the time from submission to the end, or to now
 * @param failure the root cause; null unless the job failed
 * @param accumulated what its functions have accumulated, as in {@link JobDetails}
 * @param spilledBytes how many bytes its operators have written to disk for lack of managed memory
 */
public record JobResult(
        JobId job,
        String name,
        JobStatus status,
        long runtimeMillis,
        FailureInfo failure,
        List<byte[]> accumulated,
        long spilledBytes) {
    /** Takes a copy of the list. */
    public JobResult {
        accumulated = List.copyOf(accumulated);
    }
}

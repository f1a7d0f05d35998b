package io.weir.runtime.protocol;

import java.util.List;
import java.util.Objects;

/**
 * All that people want to know of a job.
 *
 * @param summary the job in short
 * @param vertices its vertices, in topological order
 * @param slotsRequired how many slots it needs
 * @param slotsAssigned how many it has
 * @param millisToRunning the time from submission to the first running task; -1 if none has run yet
 * @param failure the root cause; null if the job has not failed
 */
public record JobDetails(
        JobSummary summary,
        List<VertexDetails> vertices,
        int slotsRequired,
        int slotsAssigned,
        long millisToRunning,
        FailureInfo failure) {
    /** Takes a copy of the list. */
    public JobDetails {
        Objects.requireNonNull(summary, "summary is null");
        vertices = List.copyOf(vertices);
    }
}

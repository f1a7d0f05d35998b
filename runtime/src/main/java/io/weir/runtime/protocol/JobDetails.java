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
 * @param failure why it fails or is about to start again; null if all is well
 * @param restartStrategy what follows from a failure, and why, in one line
 * @param pastFailures the failures after which it started again, the newest first; those of long ago are left out
 * @param accumulated what its functions have accumulated, one serialized map of each task that has some; empty unless the
 *     job has finished
 */
public record JobDetails(
        JobSummary summary,
        List<VertexDetails> vertices,
        int slotsRequired,
        int slotsAssigned,
        long millisToRunning,
        FailureInfo failure,
        String restartStrategy,
        List<PastFailure> pastFailures,
        List<byte[]> accumulated) {
    /** Takes copies of the lists. */
    public JobDetails {
        Objects.requireNonNull(summary, "summary is null");
        Objects.requireNonNull(restartStrategy, "restartStrategy is null");
        pastFailures = List.copyOf(pastFailures);
        accumulated = List.copyOf(accumulated);
        vertices = List.copyOf(vertices);
    }

    /** Returns how many bytes its operators have written to disk so far for lack of managed memory. */
    public long spilledBytes() {
        return vertices.stream()
                .flatMap(vertex -> vertex.io().counts().stream())
                .filter(count -> count.name().equals(OperatorCount.SPILLED))
                .mapToLong(OperatorCount::value)
                .sum();
    }
}

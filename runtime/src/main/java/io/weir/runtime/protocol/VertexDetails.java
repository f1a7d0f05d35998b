package io.weir.runtime.protocol;

import io.weir.runtime.jobgraph.VertexId;
import java.util.List;

/**
 * The progress of one vertex of a job.
 *
 * @param id the vertex
 * @param name the names of its operators
 * @param parallelism the number of its tasks
 * @param tasks its tasks by state
 * @param io what its tasks took in and gave out in all
 * @param repeated how many attempts its tasks have begun beyond the first of each
 * @param adapted what real sizes have decided that was planned otherwise, in words
 */
public record VertexDetails(
        VertexId id, String name, int parallelism, TaskCounts tasks, TaskIo io, int repeated, List<String> adapted) {
    /** Takes a copy of the list. */
    public VertexDetails {
        adapted = List.copyOf(adapted);
    }
}

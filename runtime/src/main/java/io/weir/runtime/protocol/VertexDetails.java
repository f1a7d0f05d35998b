package io.weir.runtime.protocol;

import io.weir.runtime.jobgraph.VertexId;

/**
 * The progress of one vertex of a job.
 *
 * @param id the vertex
 * @param name the names of its operators
 * @param parallelism the number of its tasks
 * @param tasks its tasks by state
 * @param io what its tasks took in and gave out in all
 * @param repeated how many attempts its tasks have begun beyond the first of each
 */
public record VertexDetails(VertexId id, String name, int parallelism, TaskCounts tasks, TaskIo io, int repeated) {}

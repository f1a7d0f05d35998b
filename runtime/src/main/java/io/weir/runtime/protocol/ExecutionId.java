package io.weir.runtime.protocol;

import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.VertexId;

/**
 * Names one attempt to run one instance of a vertex.
 *
 * @param job the job
 * @param vertex the vertex
 * @param subtask the instance, from 0
 * @param attempt how often it was started before
 */
public record ExecutionId(JobId job, VertexId vertex, int subtask, int attempt) {}

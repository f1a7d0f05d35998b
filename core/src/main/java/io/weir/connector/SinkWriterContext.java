package io.weir.connector;

import io.weir.functions.JobInfo;
import io.weir.functions.TaskInfo;

/**
 * Where a sink writer runs.
 *
 * @param jobInfo the job
 * @param taskInfo the parallel instance
 */
public record SinkWriterContext(JobInfo jobInfo, TaskInfo taskInfo) {}

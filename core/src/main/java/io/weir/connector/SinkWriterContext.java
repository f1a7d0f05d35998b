package io.weir.connector;

import io.weir.functions.JobInfo;
import io.weir.functions.TaskInfo;

/**
 * Where a sink's writer and committer run.
 *
 * @param jobInfo the job
 * @param taskInfo the parallel instance
 * @param operatorId what tells the sink from the job's other operators, in all attempts
 * @param processingTimeService the clock
 */
public record SinkWriterContext(
        JobInfo jobInfo, TaskInfo taskInfo, String operatorId, ProcessingTimeService processingTimeService) {}

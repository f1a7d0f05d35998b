package io.weir.execution;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How a job ended well.
 *
 * @param jobId the job
 * @param netRuntime the time from submission to the end
 */
public record JobExecutionResult(JobId jobId, Duration netRuntime) {
    /** Returns the job. */
    public JobId getJobID() {
        return jobId;
    }

    /** Returns the time from submission to the end, in milliseconds. */
    public long getNetRuntime() {
        return netRuntime.toMillis();
    }

    /**
     * Returns the time from submission to the end.
     *
     * @param unit the unit of the answer
     * @return whole units
     */
    public long getNetRuntime(TimeUnit unit) {
        return unit.convert(netRuntime);
    }
}

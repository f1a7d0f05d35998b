package io.weir.functions;

/**
 * The job that a function runs in.
 *
 * @param jobId the id of the job, 32 hexadecimal digits
 * @param jobName the name of the job
 */
public record JobInfo(String jobId, String jobName) {
    /** Returns the id of the job, 32 hexadecimal digits. */
    public String getJobId() {
        return jobId;
    }

    /** Returns the name of the job. */
    public String getJobName() {
        return jobName;
    }
}

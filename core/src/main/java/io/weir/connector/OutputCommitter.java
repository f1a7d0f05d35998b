package io.weir.connector;

import java.io.IOException;
import java.io.Serializable;

/**
 * Publishes the output of a job all at once. It runs in the JobManager, on a thread for input and output; each call may
 * come again after a failure and must then do no harm.
 */
public interface OutputCommitter extends Serializable {
    /**
     * Checks and prepares the place of the output, before the first task runs.
     *
     * @param jobId the job
     * @throws IOException if the output cannot be written there; it fails the job
     */
    void setup(String jobId) throws IOException;

    /**
     * Publishes the output after all tasks have finished.
     *
     * @param jobId the job
     * @throws IOException any failure; it fails the job
     */
    void commit(String jobId) throws IOException;

    /**
     * Discards the output after the job failed or was canceled.
     *
     * @param jobId the job
     * @throws IOException any failure; it is logged
     */
    void abort(String jobId) throws IOException;
}

package io.weir.connector;

import java.io.IOException;
import java.io.Serializable;

/**
 * Deletes what a job has written that nobody sees and nobody will publish any more. It runs in the JobManager, on a thread
 * for input and output, when a job was canceled or has failed for good and no checkpoint or savepoint of it is left that
 * another job could start from.
 */
@FunctionalInterface
public interface OutputCleaner extends Serializable {
    /**
     * Deletes it.
     *
     * @param jobId the job
     * @throws IOException any failure; it is logged
     */
    void clean(String jobId) throws IOException;
}

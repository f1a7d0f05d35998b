package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobSummary;
import java.util.List;

/** How commands get at clusters: the real way is {@link Clusters}. */
interface ClusterAccess {
    /**
     * Opens what {@code execution.target} names, for jobs.
     *
     * @param configuration the options
     * @return where jobs go
     * @throws io.weir.util.WeirException if it cannot be reached
     */
    Target open(Configuration configuration);

    /**
     * Connects to the running cluster that the options name.
     *
     * @param configuration the options
     * @return the connection
     * @throws io.weir.util.WeirException if it cannot be reached, or the target has no cluster that outlives a command
     */
    Connection connect(Configuration configuration);

    /** A connection to a running cluster. One thread owns it. */
    interface Connection extends AutoCloseable {
        /** Returns the cluster's jobs, the latest first. */
        List<JobSummary> jobs();

        /**
         * Returns what is known of a job.
         *
         * @param job the job
         * @throws io.weir.util.WeirException with NOT_FOUND if there is no such job
         */
        JobDetails details(JobId job);

        /**
         * Asks a job to cancel; returns when it was told.
         *
         * @param job the job
         * @throws io.weir.util.WeirException with NOT_FOUND if there is no such job
         */
        void cancel(JobId job);

        /**
         * Asks a job for a checkpoint or savepoint; {@link #checkpoints} tells how it goes.
         *
         * @param job the job
         * @param kind what it is for
         * @param directory where a savepoint's directory is made; empty for the default
         * @param requestId names the request, which may be made again: a JobManager carries it out once
         * @return its number
         * @throws io.weir.util.WeirException with NOT_FOUND if there is no such job, or it has ended
         */
        long requestCheckpoint(JobId job, CheckpointKind kind, String directory, String requestId);

        /**
         * Returns how the last checkpoints and savepoints of a job went or go, the newest first.
         *
         * @param job the job
         * @throws io.weir.util.WeirException with NOT_FOUND if there is no such job
         */
        List<CheckpointReport> checkpoints(JobId job);

        @Override
        void close();
    }
}

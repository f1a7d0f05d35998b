package io.weir.client;

import io.weir.execution.JobClient;
import io.weir.execution.JobId;
import io.weir.runtime.protocol.JobDetails;
import java.util.concurrent.CompletableFuture;

/** A job that a target took. For any thread. */
interface SubmittedJob {
    /** Returns the handle for the program. */
    JobClient client();

    /** Returns what is known of the job. */
    CompletableFuture<JobDetails> details();

    /** Returns the job. */
    default JobId id() {
        return client().getJobID();
    }

    /** Returns what to tell the user beside the job's id, such as the YARN application; empty if there is nothing. */
    default String place() {
        return "";
    }
}

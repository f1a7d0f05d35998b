package io.weir.runtime.jobmanager;

import io.weir.execution.JobId;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.JobDetails;
import io.weir.util.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes how a job goes to its end, for whoever leads the cluster next.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class JobRecord {
    private static final Logger LOG = LoggerFactory.getLogger(JobRecord.class);

    /** After what time it is tried again to note the end. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final JobManagerServices services;
    private final JobId job;
    private final FailureDetector.Host main;

    JobRecord(JobManagerServices services, JobId job, FailureDetector.Host main) {
        this.services = services;
        this.job = job;
        this.main = main;
    }

    /** All tasks have finished and the output is about to be published: whoever leads, the tasks must not run again. */
    CompletableFuture<Void> publishing() {
        return services.term().jobs().publishing(job);
    }

    /**
     * The job has ended.
     *
     * @param details how
     * @return complete, on the main thread, when nobody will take it over; never if somebody has taken it over before
     */
    CompletableFuture<Void> ended(JobDetails details) {
        CompletableFuture<Void> noted = new CompletableFuture<>();
        note(details, noted);
        return noted;
    }

    private void note(JobDetails details, CompletableFuture<Void> noted) {
        services.term()
                .jobs()
                .end(details)
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                noted.complete(null);
                            } else if (Failures.describe(failure).code() == ErrorCode.FENCED) {
                                LOG.warn("Job {} belongs to another JobManager; its end here counts for nothing.", job);
                            } else {
                                LOG.warn("It could not be noted how job {} ended; trying again.", job, failure);
                                main.schedule(AGAIN, () -> note(details, noted));
                            }
                        },
                        main);
    }
}

package io.weir.runtime.jobmanager;

import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.TaskCounts;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a job, how it came there and when. Every move is checked and logged with its cause; the first root cause
 * of a failure is kept.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class JobLife {
    private static final Logger LOG = LoggerFactory.getLogger(JobLife.class);

    private final JobId job;
    private final String name;
    private final Clock clock;
    private final long startMillis;
    private JobStatus status = JobStatus.CREATED;
    private FailureInfo failure;
    private long endMillis = -1;
    private long firstRunningMillis = -1;

    JobLife(JobId job, String name, Clock clock) {
        this.job = job;
        this.name = name;
        this.clock = clock;
        this.startMillis = clock.millis();
        LOG.info("Job '{}' ({}) is {}.", name, job, status);
    }

    JobStatus status() {
        return status;
    }

    /** Moves on; an impossible move is a mistake of the caller. */
    void become(JobStatus next, String cause) {
        if (!status.canBecome(next)) {
            throw new IllegalStateException("Job " + job + " cannot go from " + status + " to " + next + ": " + cause);
        }
        LOG.info("Job '{}' ({}) goes from {} to {}: {}", name, job, status, next, cause);
        status = next;
        if (next.isTerminal()) {
            endMillis = clock.millis();
        }
    }

    /**
     * Notes why the job fails. The first cause stays, unless it is likely to be the effect of one that was reported
     * later: a task on a broken exchange reports before the loss of its peer is known.
     */
    void noteFailure(FailureInfo cause) {
        if (failure == null || (failure.isConsequence() && !cause.isConsequence())) {
            failure = cause;
        } else {
            LOG.info("Job '{}' ({}) fails already; later failure: {}", name, job, cause.describe());
        }
    }

    /** Adds what was learnt later about the cause. */
    void explainFailure(FailureInfo original, FailureInfo explained) {
        if (original.equals(failure)) {
            failure = explained;
        }
    }

    /** Returns the root cause; null if nothing has failed. */
    FailureInfo failure() {
        return failure;
    }

    void noteRunningTask() {
        if (firstRunningMillis < 0) {
            firstRunningMillis = clock.millis();
        }
    }

    /** Returns the time from submission to the first running task; -1 if none has run. */
    long millisToRunning() {
        return firstRunningMillis < 0 ? -1 : firstRunningMillis - startMillis;
    }

    JobSummary summary(TaskCounts tasks) {
        return new JobSummary(job, name, status, startMillis, endMillis, tasks);
    }
}

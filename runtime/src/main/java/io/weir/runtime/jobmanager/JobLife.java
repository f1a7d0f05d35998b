package io.weir.runtime.jobmanager;

import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.PastFailure;
import io.weir.runtime.protocol.TaskCounts;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a job, how it came there and when. Every move is checked and logged with its cause; the first root cause
 * of a failure is kept, and those of the last failures that it has recovered from.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class JobLife {
    private static final Logger LOG = LoggerFactory.getLogger(JobLife.class);

    /** How many failures are remembered that the job has recovered from. */
    private static final int REMEMBERED = 16;

    private final JobId job;
    private final String name;
    private final Clock clock;
    private final long startMillis;
    private JobStatus status = JobStatus.CREATED;
    private FailureInfo failure;
    private long endMillis = -1;
    private long firstRunningMillis = -1;
    private long failureMillis;
    private final Deque<PastFailure> pastFailures = new ArrayDeque<>();
    private int restarts;

    JobLife(JobId job, String name, Clock clock) {
        this(job, name, clock, clock.millis());
    }

    JobLife(JobId job, String name, Clock clock, long startMillis) {
        this.job = job;
        this.name = name;
        this.clock = clock;
        this.startMillis = startMillis;
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
            failureMillis = failure == null ? clock.millis() : failureMillis;
            failure = cause;
        } else if (!cause.equals(failure)) {
            LOG.info("Job '{}' ({}) fails already; later failure: {}", name, job, cause.describe());
        }
    }

    /** Notes why the job fails once more, for another reason than before. */
    void noteNextFailure(FailureInfo cause) {
        remember();
        noteFailure(cause);
    }

    private void remember() {
        if (failure == null) {
            return;
        }
        pastFailures.addFirst(new PastFailure(failureMillis, failure));
        if (pastFailures.size() > REMEMBERED) {
            pastFailures.removeLast();
        }
        failure = null;
    }

    /** Adds what was learnt later about the cause. */
    void explainFailure(FailureInfo original, FailureInfo explained) {
        if (original.equals(failure)) {
            failure = explained;
        }
        List<PastFailure> known = List.copyOf(pastFailures);
        pastFailures.clear();
        known.forEach(past ->
                pastFailures.add(past.failure().equals(original) ? new PastFailure(past.time(), explained) : past));
    }

    /** The job runs again: its failure is history. */
    void recover(String cause) {
        become(JobStatus.RUNNING, cause);
        restarts++;
        remember();
    }

    int restarts() {
        return restarts;
    }

    /** Returns what the job has recovered from, the newest first. */
    List<PastFailure> pastFailures() {
        return List.copyOf(pastFailures);
    }

    /** Returns the root cause; null if nothing has failed since the job last began to run. */
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

    /** Describes the job as one that has ended now. */
    JobSummary summaryOfEnd(JobStatus end, TaskCounts tasks) {
        return new JobSummary(job, name, end, startMillis, clock.millis(), tasks, restarts);
    }

    JobSummary summary(TaskCounts tasks) {
        return new JobSummary(job, name, status, startMillis, endMillis, tasks, restarts);
    }
}

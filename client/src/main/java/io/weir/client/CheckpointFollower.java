package io.weir.client;

import io.weir.execution.JobId;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks a job for a checkpoint and follows it to its end. It waits as long as the job does: the JobManager gives up what
 * makes no progress. One thread owns it.
 */
final class CheckpointFollower {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long SHOWN_EVERY = 25;

    private final Console console;
    private final ClusterAccess.Connection cluster;
    private final boolean json;

    CheckpointFollower(Console console, ClusterAccess.Connection cluster, boolean json) {
        this.console = console;
        this.cluster = cluster;
        this.json = json;
    }

    /**
     * Takes a checkpoint.
     *
     * @param job the job
     * @param kind what it is for
     * @param directory where a savepoint's directory is made; empty for the default
     * @return how it went
     * @throws WeirException if it failed
     */
    CheckpointReport take(JobId job, CheckpointKind kind, String directory) throws InterruptedException {
        String requestId = WeirClient.newRequestId();
        long number = cluster.requestCheckpoint(job, kind, directory, requestId);
        for (long round = 0; ; round++) {
            Optional<CheckpointReport> found = find(job, number);
            if (found.isEmpty()) {
                number = askAgain(job, number, cluster.requestCheckpoint(job, kind, directory, requestId));
                continue;
            }
            CheckpointReport report = found.get();
            switch (report.status()) {
                case COMPLETED -> {
                    return report;
                }
                case FAILED ->
                    throw new WeirException(
                            ErrorCode.CHECKPOINT, "The checkpoint " + number + " failed: " + report.failure());
                case IN_PROGRESS -> {
                    if (!json && round % SHOWN_EVERY == SHOWN_EVERY - 1) {
                        console.err()
                                .println(report.acknowledged() + " of " + report.tasks() + " tasks have stored "
                                        + report.stateBytes() + " bytes ...");
                    }
                    // Nothing counts down: the cluster is asked again after a moment.
                    new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    private Optional<CheckpointReport> find(JobId job, long number) {
        return cluster.checkpoints(job).stream()
                .filter(report -> report.id() == number)
                .findFirst();
    }

    /** The JobManager that was asked first was lost, and what it had begun with it; the same one gives the same answer. */
    private long askAgain(JobId job, long lost, long number) {
        if (number == lost) {
            throw new WeirException(
                    ErrorCode.NOT_FOUND, "The job " + job + " does not know of its checkpoint " + lost + ".");
        }
        console.err()
                .println("The JobManager was lost before its checkpoint " + lost + " was complete; the next one takes "
                        + number + ".");
        return number;
    }

    /** Prints where a checkpoint is. */
    void print(JobId job, CheckpointReport report) {
        if (json) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("jobId", job.value());
            values.putAll(Json.of(report));
            console.out().println(Json.line(values));
        } else {
            String what = report.kind().isSavepoint() ? "Savepoint" : "Checkpoint";
            console.out().println(what + " completed. Path: " + report.path());
        }
    }
}

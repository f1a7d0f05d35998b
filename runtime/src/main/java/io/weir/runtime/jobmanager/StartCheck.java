package io.weir.runtime.jobmanager;

import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.restore.RestoreCheck;
import io.weir.runtime.restore.RestoreReport;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before the tasks of a job are deployed, finds out whether they can start from its savepoint: then no source has read and
 * no sink has written when the first operator finds that it cannot. What cannot be found out here, or not in time, is left
 * to the tasks.
 *
 * <p>Thread: the JobManager's main thread; the program's functions are opened on a thread of their own. Life: until it has
 * an answer.
 */
final class StartCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

    /** How long the program's functions have to open; a job starts late for them, but it starts. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JobManagerServices services;
    private final FailureDetector.Host main;
    private final JobGraph graph;
    private final ClassLoader program;

    StartCheck(JobManagerServices services, Restarts.Parts parts) {
        this.services = services;
        this.main = parts.main();
        this.graph = parts.executions().graph();
        this.program = parts.program().classLoader();
    }

    /**
     * Runs it.
     *
     * @param savepoint what the job starts from
     * @return fails, on the main thread, if the job cannot start from it
     */
    CompletableFuture<Void> run(CompletedCheckpoint savepoint) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ExecutorService thread = services.threads().apply("start-check-" + graph.jobId());
        thread.execute(() -> {
            try {
                RestoreCheck.Manner quickly = RestoreCheck.Manner.quick(services.configuration());
                decide(new RestoreCheck(savepoint, graph, program, quickly).run(), answer);
            } catch (Throwable e) { // the program's code may throw anything
                LOG.info("Whether job {} can start from its savepoint shows when it runs: {}", graph.jobId(), e, e);
                answer.complete(null);
            }
        });
        ScheduledFuture<?> late = main.schedule(PATIENCE, () -> {
            if (answer.complete(null)) {
                LOG.warn(
                        "The functions of job {} did not open within {} s, so that it shows only when they run whether the"
                                + " job can start from {}.",
                        graph.jobId(),
                        PATIENCE.toSeconds(),
                        savepoint.directory());
            }
        });
        return answer.whenCompleteAsync(
                (done, failure) -> {
                    late.cancel(false);
                    thread.shutdownNow();
                },
                main);
    }

    private static void decide(RestoreReport report, CompletableFuture<Void> answer) {
        List<String> refusals = report.refusals();
        if (refusals.isEmpty()) {
            answer.complete(null);
            return;
        }
        String others = refusals.size() == 1
                ? ""
                : " So it is with " + (refusals.size() - 1)
                        + " more; 'weir checkpoint verify' shows all of them before a job is stopped.";
        String first = String.join(" ", report.refused().get(0).details());
        answer.completeExceptionally(new WeirException(ErrorCode.STATE_INCOMPATIBLE, first + others));
    }
}

package io.weir.runtime.jobmanager;

import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.execution.JobStatus;
import io.weir.runtime.failover.FailoverStrategy;
import io.weir.runtime.failover.RestartPolicy;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.protocol.FailureInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows from a failure of a job that runs: tasks start again, or the job fails for good.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class FailureHandling implements Restarts.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(FailureHandling.class);

    private static final String FETCHED =
            "The job does not start again, because its client has fetched a part of its results: run the program"
                    + " again, or let it write to a sink, which goes on from checkpoints.";

    private final JobGraph graph;
    private final ExecutionGraph executions;
    private final JobLife life;
    private final ResultExchange results;
    private final RestartPolicy policy;
    private final Supplier<Restarts> makeRestarts;
    private Restarts restarts; // null before the first failure
    private final Listener listener;

    /** Takes what is decided. */
    interface Listener {
        /** The job fails for good. */
        void jobFails(FailureInfo failure);

        /** Returns what is complete when it is decided from which checkpoint tasks start again. */
        CompletableFuture<Void> checkpointsSettled();

        /**
         * Tasks that wait are to be deployed, and their enumerators to be started.
         *
         * @param tasks the tasks
         * @param fromBeginning whether they give all out again, so that no checkpoint may be used
         */
        void startAgain(Set<TaskInstance> tasks, boolean fromBeginning);
    }

    FailureHandling(
            JobManagerServices services,
            Restarts.Parts parts,
            JobLife life,
            ResultExchange results,
            Listener listener) {
        this.executions = parts.executions();
        this.graph = executions.graph();
        this.life = life;
        this.results = results;
        this.listener = listener;
        Configuration options = new Configuration(services.configuration()).addAll(graph.configuration());
        this.policy = RestartPolicy.of(graph, options, services.clock(), new Random());
        this.makeRestarts = () -> new Restarts(
                parts, FailoverStrategy.of(options.get(RestartOptions.FAILOVER_STRATEGY), executions.graph()), this);
        LOG.info("Job '{}' ({}): restart strategy {}.", graph.name(), graph.jobId(), policy.describe());
    }

    /** Returns what follows from failures and why, in one line. */
    String describe() {
        return policy.describe();
    }

    /** Tasks of a job that runs, or is about to run again, failed; none if it was something else. */
    void failed(List<TaskInstance> failed, FailureInfo failure) {
        if (restarts == null) {
            restarts = makeRestarts.get();
        }
        FailureInfo known = life.failure();
        boolean hidesAnother = known != null && known.isConsequence();
        boolean sameReason = known != null
                && (restarts.cover(failed) || !failed.isEmpty() && (hidesAnother || failure.isConsequence()));
        Set<TaskInstance> affected = restarts.affectedBy(failed);
        if (sameReason && hidesAnother && !policy.permits(failure)) {
            listener.jobFails(failure);
        } else if (!results.canForget(affected)) {
            listener.jobFails(explained(failure));
        } else {
            results.forget(affected);
            if (sameReason) {
                life.noteFailure(failure);
                restarts.join(failed);
            } else {
                restart(failed, failure, affected.size());
            }
        }
    }

    /** Who reads that results were fetched is to think that the job would have started again without. */
    private FailureInfo explained(FailureInfo failure) {
        return policy.permits(failure) ? failure.adding(FETCHED) : failure;
    }

    private void restart(List<TaskInstance> failed, FailureInfo failure, int tasks) {
        life.noteNextFailure(failure);
        Optional<Duration> delay = policy.onFailure(failure);
        if (delay.isEmpty()) {
            listener.jobFails(failure);
            return;
        }
        if (life.status() == JobStatus.RUNNING) {
            life.become(JobStatus.RESTARTING, failure.describe());
        }
        LOG.info(
                "Job '{}' ({}): {} tasks start again in {} ms, after: {}",
                graph.name(),
                graph.jobId(),
                tasks,
                delay.get().toMillis(),
                failure.describe());
        restarts.begin(delay.get(), failed);
    }

    /** Something has changed: it may be time for the next step of a restart. */
    void proceed() {
        if (restarts != null) {
            restarts.proceed();
        }
    }

    /** Nothing starts again any more. */
    void stop() {
        if (restarts != null) {
            restarts.stop();
        }
    }

    @Override
    public CompletableFuture<Void> checkpointsSettled() {
        return listener.checkpointsSettled();
    }

    @Override
    public void readyToStartAgain(Set<TaskInstance> tasks) {
        life.recover("all tasks that failed start again");
        listener.startAgain(tasks, giveAllOutAgain(tasks));
    }

    /**
     * What is published when the job has finished, and what the client collects, are those of one attempt: what another
     * gave out before a checkpoint is discarded with it.
     */
    private boolean giveAllOutAgain(Set<TaskInstance> tasks) {
        return results.haveComeFrom(tasks)
                || executions.verticesOf(tasks).stream()
                        .anyMatch(vertex -> !vertex.committers().isEmpty());
    }

    @Override
    public void cannotStartAgain(Throwable cause) {
        if (life.status() == JobStatus.RESTARTING) {
            listener.jobFails(Tasks.programFailure(cause));
        }
    }
}

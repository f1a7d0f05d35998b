package io.weir.runtime.jobmanager;

import io.weir.configuration.Configuration;
import io.weir.configuration.SpeculationOptions;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.jobgraph.VertexId;
import java.time.Duration;

/**
 * Starts slow tasks a second time that read and write exchanges which wait on disk, so that nobody but the JobManager knows of
 * both attempts.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job, if it wants this.
 */
final class Speculation {
    private final FailureDetector.Host main;
    private final ExecutionGraph executions;
    private final JobScheduler scheduler;
    private final SlowTasks slowTasks;
    private final Duration interval;

    private Speculation(
            Configuration options, FailureDetector.Host main, ExecutionGraph executions, JobScheduler scheduler) {
        this.main = main;
        this.executions = executions;
        this.scheduler = scheduler;
        this.slowTasks = new SlowTasks(options);
        this.interval = options.get(SpeculationOptions.INTERVAL);
    }

    /** Begins to look for slow tasks, if the job or its cluster wants that and it is a batch job. */
    static void begin(
            JobManagerServices services, FailureDetector.Host main, ExecutionGraph executions, JobScheduler scheduler) {
        Configuration options = new Configuration(services.configuration())
                .addAll(executions.graph().configuration());
        if (options.get(SpeculationOptions.ENABLED)
                && !executions.graph().concurrent().isEmpty()) {
            new Speculation(options, main, executions, scheduler).watch();
        }
    }

    private void watch() {
        main.schedule(interval, () -> {
            if (!executions.isTerminated()) {
                watch();
                look();
            }
        });
    }

    private void look() {
        long now = main.clock().instant().toEpochMilli();
        for (VertexId vertex : executions.graph().concurrent()) {
            if (isOnItsOwn(vertex)) {
                slowTasks.find(executions.of(vertex), now).stream()
                        .filter(executions.rivals()::permits)
                        .forEach(scheduler::startAgain);
            }
        }
    }

    private boolean isOnItsOwn(VertexId vertex) {
        return executions.graph().edges().stream()
                .filter(edge -> edge.source().equals(vertex) || edge.target().equals(vertex))
                .allMatch(edge -> edge.isBlocking());
    }
}

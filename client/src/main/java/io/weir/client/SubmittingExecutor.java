package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.plan.Plan;
import io.weir.runtime.graph.JobGraphs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program's {@code execute} submits to under {@code weir run}: passes plans on to the target and remembers the
 * jobs. The thread that runs main submits; the thread that handles an interrupt reads.
 */
final class SubmittingExecutor implements PlanExecutor {
    private final Target target;
    private final Configuration configuration;
    private final boolean attached;
    private final JobListener listener;
    private final Breakable submission = new Breakable();
    private final List<WatchedJob> jobs = new ArrayList<>(); // guarded by itself: see above

    /** Told of each job. */
    interface JobListener {
        /** Called when a job was accepted, before the program goes on. */
        WatchedJob submitted(SubmittedJob job, String name, long startedNanos);
    }

    SubmittingExecutor(Target target, Configuration configuration, boolean attached, JobListener listener) {
        this.target = target;
        this.configuration = configuration;
        this.attached = attached;
        this.listener = listener;
    }

    @Override
    public Configuration configuration() {
        return new Configuration(configuration);
    }

    @Override
    public JobClient submit(Plan plan) {
        long started = System.nanoTime();
        InputCheck.check(plan, configuration.get(ExecutionOptions.TARGET).equals("local"));
        WatchedJob job = submission.call(() -> {
            WatchedJob submitted = listener.submitted(target.submit(plan), plan.name(), started);
            synchronized (jobs) {
                jobs.add(submitted);
            }
            return submitted;
        });
        return attached ? job : new DetachedJobClient(job);
    }

    /** Breaks a submission off that is under way, and refuses later ones: the process is to end. */
    void breakOff(Duration patience) throws InterruptedException {
        submission.breakOff(patience);
    }

    @Override
    public String explain(Plan plan) {
        return JobGraphs.explain(plan);
    }

    /** Returns the jobs so far. */
    List<WatchedJob> jobs() {
        synchronized (jobs) {
            return List.copyOf(jobs);
        }
    }
}

package io.weir.execution;

import io.weir.configuration.Configuration;
import io.weir.plan.Plan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Takes plans instead of running them, and plays the job that a test has written. */
final class RecordingExecutor implements PlanExecutor {
    private final Configuration configuration;
    final List<Plan> submitted = new ArrayList<>();
    final Job job = new Job();

    RecordingExecutor(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public JobClient submit(Plan plan) {
        submitted.add(plan);
        return job;
    }

    @Override
    public String explain(Plan plan) {
        return plan.name();
    }

    /** A job that answers what it was told to. */
    static final class Job implements JobClient {
        final JobId id = JobId.random();
        final CompletableFuture<JobExecutionResult> result = new CompletableFuture<>();
        final Queue<CompletableFuture<CollectedBatches>> answers = new ArrayDeque<>();
        final List<Long> positions = new ArrayList<>();
        int canceled;
        int closed;

        @Override
        public JobId getJobID() {
            return id;
        }

        @Override
        public CompletableFuture<JobStatus> getJobStatus() {
            return CompletableFuture.completedFuture(JobStatus.RUNNING);
        }

        @Override
        public CompletableFuture<Void> cancel() {
            canceled++;
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
            return result;
        }

        @Override
        public CompletableFuture<CollectedBatches> fetchResults(String resultId, long position) {
            positions.add(position);
            return answers.remove();
        }

        @Override
        public void close() {
            closed++;
        }
    }
}

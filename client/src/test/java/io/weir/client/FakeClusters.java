package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.CollectedBatches;
import io.weir.execution.JobClient;
import io.weir.execution.JobExecutionResult;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.plan.Plan;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.TaskCounts;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Clusters in memory: jobs end at once, well or with the failure that a test wants. */
final class FakeClusters implements ClusterAccess {
    final List<JobSummary> jobs = new ArrayList<>();
    final List<JobDetails> details = new ArrayList<>();
    final List<JobId> canceled = new ArrayList<>();
    final List<Plan> plans = new ArrayList<>();
    final List<String> requests = new ArrayList<>();
    final List<String> requestIds = new ArrayList<>();

    /** The numbers with which requests for checkpoints are answered; the last one stays. */
    final List<Long> numbers = new ArrayList<>(List.of(7L));

    /** How a checkpoint goes: each question takes one of them, and the last one stays. */
    final List<CheckpointReport> reports = new ArrayList<>();

    Configuration configuration;
    FailureInfo failure;
    WeirException refusal;

    @Override
    public Target open(Configuration wanted) {
        configuration = wanted;
        return new Target() {
            @Override
            public SubmittedJob submit(Plan plan) {
                refuse();
                plans.add(plan);
                return new FakeJob(JobId.random());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Connection connect(Configuration wanted) {
        configuration = wanted;
        refuse();
        return new Connection() {
            @Override
            public List<JobSummary> jobs() {
                return jobs;
            }

            @Override
            public JobDetails details(JobId job) {
                return details.stream()
                        .filter(each -> each.summary().id().equals(job))
                        .findFirst()
                        .orElseThrow(() -> new WeirException(ErrorCode.NOT_FOUND, "There is no job " + job + "."));
            }

            @Override
            public void cancel(JobId job) {
                if (jobs.stream().noneMatch(known -> known.id().equals(job))) {
                    throw new WeirException(ErrorCode.NOT_FOUND, "There is no job " + job + ".");
                }
                canceled.add(job);
            }

            @Override
            public long requestCheckpoint(JobId job, CheckpointKind kind, String directory, String requestId) {
                requests.add(job + " " + kind + " '" + directory + "'");
                requestIds.add(requestId);
                return numbers.size() > 1 ? numbers.remove(0) : numbers.get(0);
            }

            @Override
            public List<CheckpointReport> checkpoints(JobId job) {
                return reports.size() > 1 ? List.of(reports.remove(0)) : List.copyOf(reports);
            }

            @Override
            public void close() {}
        };
    }

    private void refuse() {
        if (refusal != null) {
            throw refusal;
        }
    }

    /** A job that has ended. */
    private final class FakeJob implements SubmittedJob, JobClient {
        private final JobId id;

        FakeJob(JobId id) {
            this.id = id;
        }

        @Override
        public JobClient client() {
            return this;
        }

        @Override
        public CompletableFuture<JobDetails> details() {
            TaskCounts tasks = new TaskCounts(0, 0, 0, 0, 1, 0, 0);
            JobSummary summary = new JobSummary(id, "job", JobStatus.FINISHED, 0, 1, tasks, 0);
            return CompletableFuture.completedFuture(new JobDetails(
                    summary, List.of(), 1, 1, 5, null, "none, as restart-strategy.type says", List.of(), List.of()));
        }

        @Override
        public JobId getJobID() {
            return id;
        }

        @Override
        public CompletableFuture<JobStatus> getJobStatus() {
            return CompletableFuture.completedFuture(JobStatus.FINISHED);
        }

        @Override
        public CompletableFuture<Void> cancel() {
            canceled.add(id);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
            return failure == null
                    ? CompletableFuture.completedFuture(new JobExecutionResult(id, Duration.ofMillis(1234)))
                    : CompletableFuture.failedFuture(Failures.toException("Job 'job' failed: ", failure));
        }

        @Override
        public CompletableFuture<CollectedBatches> fetchResults(String resultId, long position) {
            return CompletableFuture.completedFuture(new CollectedBatches(List.of(), true));
        }

        @Override
        public void close() {}
    }
}

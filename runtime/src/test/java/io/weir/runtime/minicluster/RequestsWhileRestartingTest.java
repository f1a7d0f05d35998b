package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.TaskCounts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked of a job while it starts again waits until its tasks run, or is told that they never will. */
@Timeout(120)
class RequestsWhileRestartingTest {
    @TempDir
    private Path directory;

    /** What is done with a job that waits for slots since one of two TaskManagers was lost. */
    @FunctionalInterface
    private interface Action {
        void apply(MiniCluster cluster, WeirClient client, JobClient job) throws Exception;
    }

    private static void whileRestarting(Action action) throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 2, 2))) {
            ClusterExecutor.on(cluster, () -> {
                WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                        .setParallelism(4)
                        .enableCheckpointing(50);
                env.getConfiguration()
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 100)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
                env.fromSequence(1, Long.MAX_VALUE)
                        .keyBy(value -> value % 100)
                        .reduce(Long::sum)
                        .addSink((value, context) -> {});
                JobClient job = env.executeAsync("endless");
                Eventually.until("a checkpoint is complete", () -> client.checkpoints(job.getJobID()).stream()
                        .anyMatch(report -> report.status() == CheckpointReport.Status.COMPLETED));
                cluster.stopTaskManager(1);
                Eventually.until("it waits for slots", () -> {
                    JobSummary now = client.details(job.getJobID()).summary();
                    TaskCounts tasks = now.tasks();
                    return now.status() == JobStatus.RESTARTING && tasks.created() == tasks.total();
                });
                action.apply(cluster, client, job);
            });
        }
    }

    private static CheckpointReport report(WeirClient client, JobClient job, long id) {
        return client.checkpoints(job.getJobID()).stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(CheckpointKind.class)
    void aSavepointIsTakenOnceTheTasksRun(CheckpointKind kind) throws Exception {
        whileRestarting((cluster, client, job) -> {
            long id = client.requestCheckpoint(job.getJobID(), kind, directory.toString());
            assertThat(report(client, job, id).status()).isEqualTo(CheckpointReport.Status.IN_PROGRESS);

            cluster.startTaskManager().join();

            Eventually.until(
                    "it is taken", () -> report(client, job, id).status() != CheckpointReport.Status.IN_PROGRESS);
            CheckpointReport taken = report(client, job, id);
            assertThat(taken.status()).as(taken.failure()).isEqualTo(CheckpointReport.Status.COMPLETED);
            if (kind.endsJob()) {
                job.getJobExecutionResult().join();
            } else {
                JobSummary summary = client.details(job.getJobID()).summary();
                assertThat(summary.status()).isEqualTo(JobStatus.RUNNING);
                assertThat(summary.restarts()).isEqualTo(1);
                job.cancel().join();
            }
        });
    }

    @Test
    void aSavepointOfAJobThatIsCanceledMeanwhileIsGivenUp() throws Exception {
        whileRestarting((cluster, client, job) -> {
            long id = client.requestCheckpoint(job.getJobID(), CheckpointKind.STOP, directory.toString());
            job.cancel().join();
            Eventually.until(
                    "it is given up", () -> report(client, job, id).status() == CheckpointReport.Status.FAILED);
            assertThat(report(client, job, id).failure()).isNotEmpty();
            Eventually.until("it is canceled", () -> job.getJobStatus().join() == JobStatus.CANCELED);
        });
        assertThat(directory).isEmptyDirectory();
    }
}

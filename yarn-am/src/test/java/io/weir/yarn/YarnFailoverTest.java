package io.weir.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobExecutionResult;
import io.weir.execution.PlanExecutors;
import io.weir.fs.FileSystems;
import io.weir.runtime.client.DeployedCluster;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.ha.KeptData;
import io.weir.runtime.plugin.HadoopPlugin;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.testing.hadoop.MiniHadoop;
import io.weir.testing.hadoop.MiniHadoopExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** ApplicationMasters that are killed while jobs run: the next one goes on with the same containers. */
@ExtendWith(MiniHadoopExtension.class)
@Timeout(240)
class YarnFailoverTest {
    @TempDir
    Path temporary;

    private String fileSystem;
    private YarnTestCluster yarn;
    private DeployingExecutor executor;

    @BeforeEach
    void deployTo(MiniHadoop hadoop) throws Exception {
        yarn = YarnTestCluster.on(hadoop);
        fileSystem = hadoop.fileSystemUri();
    }

    @AfterEach
    void close() {
        PlanExecutors.setContext(null);
        if (executor != null && executor.cluster() != null) {
            executor.cluster().close();
        }
    }

    private Configuration options(String name) {
        Configuration options = yarn.followed(yarn.options(name))
                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                .set(CheckpointingOptions.DIRECTORY, fileSystem + "/tests/" + name + "-checkpoints")
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1_000)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10));
        FileSystems.initialize(options);
        HadoopPlugin.install(options);
        return options;
    }

    private JobClient count(Configuration options, long numbers) throws Exception {
        executor = yarn.executor(options);
        PlanExecutors.setContext(executor);
        return TestPrograms.count(
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(2),
                numbers,
                temporary.resolve("output").toUri().toString());
    }

    private static void awaitCheckpoint(WeirClient client, JobClient job, long after) throws Exception {
        YarnTestCluster.await("a checkpoint after " + after, () -> client.checkpoints(job.getJobID()).stream()
                .anyMatch(report -> report.status() == CheckpointReport.Status.COMPLETED && report.id() > after));
    }

    private static List<Long> pids(List<ProcessHandle> processes) {
        return processes.stream().map(ProcessHandle::pid).sorted().toList();
    }

    @Test
    void theNextApplicationMasterGoesOnWithTheSameContainers() throws Exception {
        Configuration options = options("failover");
        JobClient job = count(options, 120_000);
        String application = executor.cluster().applicationId();
        WeirClient client = executor.cluster().client();
        CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
        awaitCheckpoint(client, job, 0);
        List<Long> taskManagers = pids(yarn.taskManagers(application));
        assertThat(taskManagers).hasSize(2);

        assertThat(yarn.applicationMasters(application)).hasSize(1).allMatch(ProcessHandle::destroyForcibly);
        awaitCheckpoint(client, job, 1_000);

        assertThat(pids(yarn.taskManagers(application))).isEqualTo(taskManagers);
        assertThat(result).isNotDone();
        try (DeployedCluster found = new YarnPerJobDeployer()
                .retrieve(yarn.options("failover").setString("yarn.application.id", application))) {
            assertThat(found.client().list()).hasSize(1); // although its options say nothing of ZooKeeper
        }
        result.get(120, TimeUnit.SECONDS);
        ApplicationReport report = yarn.ended(application, options);
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(report.getCurrentApplicationAttemptId().getAttemptId()).isEqualTo(2);
        assertThat(TestPrograms.written(temporary.resolve("output"))).isEqualTo(TestPrograms.counts(120_000));
        assertNothingIsLeft("failover", options, application);
    }

    private void assertNothingIsLeft(String name, Configuration options, String application) throws Exception {
        assertThat(yarn.leftOvers(name)).isEmpty();
        try (KeptData kept = KeptData.open(
                        new Configuration(options).setString("high-availability.cluster-id", application));
                FileSystem files = yarn.files()) {
            assertThat(kept.describe().jobs()).isEmpty();
            assertThat(kept.describe().processes()).isEmpty();
            assertThat(files.exists(new org.apache.hadoop.fs.Path("/tests/ha/" + application)))
                    .isFalse();
        }
    }
}

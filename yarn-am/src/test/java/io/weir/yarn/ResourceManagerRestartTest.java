package io.weir.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.ResourceManagerOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobExecutionResult;
import io.weir.execution.PlanExecutors;
import io.weir.fs.FileSystems;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.plugin.HadoopPlugin;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.testing.hadoop.MiniHadoop;
import io.weir.testing.hadoop.MiniHadoopExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** YARN's ResourceManager is away for a while and comes back, as in an upgrade of the Hadoop cluster: jobs go on. */
@ExtendWith(MiniHadoopExtension.class)
@Timeout(240)
class ResourceManagerRestartTest {
    /** More than are counted before anybody hurries. */
    private static final long NUMBERS = 200_000;

    private static final String STAGING = "rm-restart";

    @TempDir
    Path temporary;

    private MiniHadoop hadoop;
    private YarnTestCluster yarn;
    private DeployingExecutor executor;
    private boolean away;

    @BeforeEach
    void deployTo(MiniHadoop cluster) throws Exception {
        hadoop = cluster;
        yarn = YarnTestCluster.on(cluster);
    }

    /** The other tests of the module have the same cluster. */
    @AfterEach
    void close() {
        PlanExecutors.setContext(null);
        if (away) {
            bringBack();
        }
        if (executor != null && executor.cluster() != null) {
            executor.cluster().close();
        }
    }

    private Configuration options(String name) {
        Configuration options = yarn.options(STAGING)
                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                .set(CheckpointingOptions.DIRECTORY, hadoop.fileSystemUri() + "/tests/" + name + "-checkpoints")
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1_000)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10));
        FileSystems.initialize(options);
        HadoopPlugin.install(options);
        return options;
    }

    private JobClient count(Configuration options) throws Exception {
        executor = yarn.executor(options);
        PlanExecutors.setContext(executor);
        return TestPrograms.count(
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(2), NUMBERS, temporary);
    }

    private void takeAway() {
        hadoop.stopResourceManager();
        away = true;
    }

    private void bringBack() {
        hadoop.startResourceManager();
        away = false;
    }

    private static long awaitNextCheckpoint(WeirClient client, JobClient job) throws Exception {
        long before = newestCheckpoint(client, job);
        YarnTestCluster.await("a checkpoint after " + before, () -> client.checkpoints(job.getJobID()).stream()
                .anyMatch(report -> report.status() == CheckpointReport.Status.COMPLETED && report.id() > before));
        return newestCheckpoint(client, job);
    }

    private static long newestCheckpoint(WeirClient client, JobClient job) {
        return client.checkpoints(job.getJobID()).stream()
                .mapToLong(CheckpointReport::id)
                .max()
                .orElse(0);
    }

    private static List<Long> pids(List<ProcessHandle> processes) {
        return new ArrayList<>(
                processes.stream().map(ProcessHandle::pid).sorted().toList());
    }

    /** A container that is lost is replaced, and nothing happens to the others. */
    private void replaceOne(String application, WeirClient client, JobClient job) throws Exception {
        List<Long> before = pids(yarn.taskManagers(application));
        ProcessHandle victim = yarn.taskManagers(application).get(0);
        assertThat(victim.destroyForcibly()).isTrue();
        YarnTestCluster.await("another container", () -> {
            List<Long> now = pids(yarn.taskManagers(application));
            return now.size() == 2 && !now.contains(victim.pid());
        });
        awaitNextCheckpoint(client, job);
        before.remove(victim.pid());
        assertThat(pids(yarn.taskManagers(application))).containsAll(before).hasSize(2);
    }

    private void assertThatItEnds(String application, Configuration options, int attempts) throws Exception {
        ApplicationReport report = yarn.ended(application, options);
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(report.getCurrentApplicationAttemptId().getAttemptId()).isEqualTo(attempts);
        assertThat(TestPrograms.written(temporary.resolve("output"))).isEqualTo(TestPrograms.counts(NUMBERS));
        assertThat(yarn.leftOvers(STAGING)).isEmpty();
    }

    @Test
    void theJobGoesOnContainersAreReplacedAfterwardsAndAJobMayEndMeanwhile() throws Exception {
        Configuration options = options("restart");
        JobClient job = count(options);
        String application = executor.cluster().applicationId();
        WeirClient client = executor.cluster().client();
        CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
        awaitNextCheckpoint(client, job);
        List<Long> master = pids(yarn.applicationMasters(application));
        List<Long> taskManagers = pids(yarn.taskManagers(application));
        assertThat(taskManagers).hasSize(2);

        takeAway();
        awaitNextCheckpoint(client, job);
        bringBack();
        awaitNextCheckpoint(client, job);
        assertThat(pids(yarn.taskManagers(application))).isEqualTo(taskManagers);
        replaceOne(application, client, job);

        takeAway();
        Files.createFile(temporary.resolve("hurry"));
        result.get(120, TimeUnit.SECONDS);
        assertThat(pids(yarn.applicationMasters(application))).isEqualTo(master);
        bringBack();
        assertThatItEnds(application, options, 1);
    }

    /** YARN tells the second ApplicationMaster again of the containers of the first one, which it has long known. */
    @Test
    void containersOfAnApplicationMasterBeforeAreKeptAgain() throws Exception {
        Configuration options = yarn.followed(options("restart-followed"))
                .set(ResourceManagerOptions.PREVIOUS_WORKER_RECOVERY_TIMEOUT, Duration.ofSeconds(3));
        JobClient job = count(options);
        String application = executor.cluster().applicationId();
        WeirClient client = executor.cluster().client();
        CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
        awaitNextCheckpoint(client, job);
        assertThat(yarn.applicationMasters(application)).hasSize(1).allMatch(ProcessHandle::destroyForcibly);
        while (awaitNextCheckpoint(client, job) <= 1_000) {
            // One that the first ApplicationMaster had begun.
        }

        takeAway();
        bringBack();
        replaceOne(application, client, job);

        Files.createFile(temporary.resolve("hurry"));
        result.get(120, TimeUnit.SECONDS);
        assertThatItEnds(application, options, 2);
    }
}

package io.weir.yarn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.ResourceManagerOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.StateBackendType;
import io.weir.configuration.TaskManagerOptions;
import io.weir.configuration.YarnOptions;
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
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
    /** More than are counted before anybody hurries. */
    private static final long NUMBERS = 200_000;

    /** One for all, so that the library is uploaded and fetched once. */
    private static final String STAGING = "failover";

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
        Configuration options = yarn.followed(yarn.options(STAGING))
                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                .set(CheckpointingOptions.DIRECTORY, fileSystem + "/tests/" + name + "-checkpoints")
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

    private void hurry() throws Exception {
        Files.createFile(temporary.resolve("hurry"));
    }

    private void assertThatTheOutputIsThatOfAnUndisturbedRun(long seed) throws Exception {
        assertThat(TestPrograms.written(temporary.resolve("output")))
                .as("with seed %s", seed)
                .isEqualTo(TestPrograms.counts(NUMBERS));
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
        Configuration options = options("same-containers");
        JobClient job = count(options);
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
                .retrieve(yarn.options(STAGING).setString("yarn.application.id", application))) {
            assertThat(found.client().list()).hasSize(1); // although its options say nothing of ZooKeeper
        }
        hurry();
        result.get(120, TimeUnit.SECONDS);
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("start")))
                    .as("the tasks went on without a leader")
                    .hasSize(2);
        }
        ApplicationReport report = yarn.ended(application, options);
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(report.getCurrentApplicationAttemptId().getAttemptId()).isEqualTo(2);
        assertThatTheOutputIsThatOfAnUndisturbedRun(0);
        assertNothingIsLeft(options, application);
    }

    /** With state in RocksDB, checkpoints of its files, and records that are under way as part of them. */
    @Test
    void theOutputIsThatOfAnUndisturbedRunWhateverIsKilled() throws Exception {
        long seed = Long.getLong("weir.test.seed", System.nanoTime());
        int masterKills = Integer.getInteger("weir.test.kill-am", 2);
        int containerKills = Integer.getInteger("weir.test.kill-containers", 2);
        System.out.println("The seed is " + seed + " (-Dweir.test.seed).");
        Random random = new Random(seed);
        List<Boolean> kills = new ArrayList<>(Collections.nCopies(masterKills, true));
        kills.addAll(Collections.nCopies(containerKills, false));
        Collections.shuffle(kills, random);
        Configuration options = options("chaos")
                .set(StateBackendOptions.TYPE, StateBackendType.ROCKSDB)
                .set(TaskManagerOptions.MANAGED_SIZE, MemorySize.parse("32 mb"))
                .set(CheckpointingOptions.INCREMENTAL, true)
                .set(CheckpointingOptions.UNALIGNED, true)
                .set(YarnOptions.APPLICATION_ATTEMPTS, masterKills + 1); // however soon one is killed after another
        JobClient job = count(options);
        String application = executor.cluster().applicationId();
        WeirClient client = executor.cluster().client();
        CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
        for (boolean master : kills) {
            if (random.nextInt(4) > 0) { // else at any moment, while it starts again for instance
                awaitCheckpoint(client, job, newestCheckpoint(client, job));
            }
            pauseUpTo(1_500, random, result);
            kill(() -> master ? yarn.applicationMasters(application) : yarn.taskManagers(application), random);
        }
        hurry();
        result.get(180, TimeUnit.SECONDS);
        ApplicationReport report = yarn.ended(application, options);
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(report.getCurrentApplicationAttemptId().getAttemptId()).isEqualTo(masterKills + 1);
        assertThatTheOutputIsThatOfAnUndisturbedRun(seed);
        assertNothingIsLeft(options, application);
    }

    private static long newestCheckpoint(WeirClient client, JobClient job) {
        return client.checkpoints(job.getJobID()).stream()
                .mapToLong(CheckpointReport::id)
                .max()
                .orElse(0);
    }

    private static void pauseUpTo(int millis, Random random, CompletableFuture<?> end) throws Exception {
        try {
            end.get(random.nextInt(millis), TimeUnit.MILLISECONDS);
            throw new AssertionError("the job has ended before all was killed");
        } catch (TimeoutException e) {
            // It goes on, as it should.
        }
    }

    private static void kill(Supplier<List<ProcessHandle>> candidates, Random random) throws Exception {
        YarnTestCluster.await("somebody to kill", () -> {
            List<ProcessHandle> found = candidates.get();
            return !found.isEmpty() && found.get(random.nextInt(found.size())).destroyForcibly();
        });
    }

    @Test
    void aTaskManagerThatDoesNotRegisterIsReplacedAndThereIsAnEndToFurtherAttempts() throws Exception {
        Configuration options = options("hung")
                .set(YarnOptions.ATTEMPT_FAILURES_VALIDITY, Duration.ofHours(1))
                .set(HighAvailabilityOptions.PREVIOUS_WORKER_TIMEOUT, Duration.ofSeconds(2))
                .set(ResourceManagerOptions.PREVIOUS_WORKER_RECOVERY_TIMEOUT, Duration.ofSeconds(3));
        JobClient job = count(options);
        String application = executor.cluster().applicationId();
        WeirClient client = executor.cluster().client();
        awaitCheckpoint(client, job, 0);
        ProcessHandle hung = yarn.taskManagers(application).get(0);
        new ProcessBuilder("kill", "-STOP", Long.toString(hung.pid()))
                .inheritIO()
                .start()
                .onExit()
                .join();
        yarn.applicationMasters(application).forEach(ProcessHandle::destroyForcibly);

        awaitCheckpoint(client, job, 1_000); // of the replacement, too

        assertThat(hung.isAlive()).isFalse();
        yarn.applicationMasters(application).forEach(ProcessHandle::destroyForcibly);

        assertThatThrownBy(() -> job.getJobExecutionResult().get(60, TimeUnit.SECONDS))
                .cause()
                .hasMessageContaining("The YARN application " + application + " has ended (FAILED)");
        yarn.ended(application, options);
        executor.cluster().close();
        executor = null;
        assertNothingIsLeft(options, application);
    }

    @Test
    void saysBeforeItBeginsThatZooKeeperIsNotThere() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Configuration options = options("no-zookeeper")
                .set(HighAvailabilityOptions.ZOOKEEPER_QUORUM, "localhost:" + port)
                .set(HighAvailabilityOptions.ZOOKEEPER_CONNECTION_TIMEOUT, Duration.ofSeconds(2));

        assertThatThrownBy(() -> count(options)).hasMessageContaining("No ZooKeeper answers at localhost:" + port);
    }

    private void assertNothingIsLeft(Configuration options, String application) throws Exception {
        assertThat(yarn.leftOvers(STAGING)).isEmpty();
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

package io.weir.runtime.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobExecutionResult;
import io.weir.execution.JobStatus;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.JobDetails;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * JobManagers that are killed while jobs run: another one takes over, and restores the jobs where it is not to go on with
 * their tasks; whoever waits for a job gets its result.
 */
@Timeout(240)
class FailoverTest {
    @TempDir
    Path temporary;

    private TestingServer zooKeeper;

    @BeforeEach
    void start() throws Exception {
        zooKeeper = ElectedProcesses.zooKeeper(temporary);
    }

    @AfterEach
    void stop() throws Exception {
        zooKeeper.close();
    }

    private JobClient submit(StreamExecutionEnvironment env, Path output) throws Exception {
        env.configure(new Configuration()
                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                .set(
                        CheckpointingOptions.DIRECTORY,
                        temporary.resolve("checkpoints").toString())
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1_000)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
        return CountedNumbers.submit(env, output);
    }

    private static void awaitCheckpoint(WeirClient client, JobClient job, long after) {
        Eventually.until("a checkpoint is complete", () -> client.checkpoints(job.getJobID()).stream()
                .anyMatch(report -> report.status() == CheckpointReport.Status.COMPLETED && report.id() > after));
    }

    @Test
    void aStandbyTakesJobsOverAndWhoeverWaitsGetsTheResult() throws Exception {
        Path output = Files.createDirectory(temporary.resolve("output"));
        try (ElectedProcesses cluster = new ElectedProcesses(
                temporary,
                zooKeeper.getConnectString(),
                "-Dhigh-availability.job-recovery.previous-worker.recovery.timeout=0 s")) {
            cluster.jobManager();
            cluster.leader();
            cluster.jobManager();
            cluster.taskManager("tm-0");
            cluster.taskManager("tm-1");
            JobClient job = submit(cluster.env(4), output);
            CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
            try (WeirClient client = cluster.connect()) {
                awaitCheckpoint(client, job, 0);
                cluster.killLeader();
                awaitCheckpoint(client, job, 1_000);
                assertThat(result).isNotDone();
                result.get(120, TimeUnit.SECONDS);
                JobDetails end = client.details(job.getJobID());
                assertThat(end.summary().status()).isEqualTo(JobStatus.FINISHED);
            }
        }
        assertThat(CountedNumbers.lines(output)).isEqualTo(CountedNumbers.expected());
        assertThat(files(temporary.resolve("ha/default/jobs"))).isEmpty();
        assertThat(files(temporary.resolve("checkpoints"))).isEmpty();
    }

    @Test
    void zooKeeperMayRestartWithoutAnyTaskStartingAgain() throws Exception {
        Path output = Files.createDirectory(temporary.resolve("output"));
        try (ElectedProcesses cluster = new ElectedProcesses(
                temporary,
                zooKeeper.getConnectString(),
                "-Dhigh-availability.zookeeper.client.session-timeout=10 s")) { // longer than it is away
            cluster.jobManager();
            cluster.leader();
            cluster.taskManager("tm-0");
            cluster.taskManager("tm-1");
            JobClient job = submit(cluster.env(4), output);
            try (WeirClient client = cluster.connect()) {
                awaitCheckpoint(client, job, 0);
                zooKeeper.restart();
                long before = client.checkpoints(job.getJobID()).get(0).id();
                awaitCheckpoint(client, job, before);
                job.getJobExecutionResult().get(120, TimeUnit.SECONDS);
                assertThat(client.details(job.getJobID()).summary().restarts()).isZero();
                assertThat(before).isLessThan(1_000); // the same leader
            }
        }
        assertThat(CountedNumbers.lines(output)).isEqualTo(CountedNumbers.expected());
        try (Stream<Path> attempts = Files.list(output)) {
            assertThat(attempts.map(file -> file.getFileName().toString())).allMatch(name -> name.endsWith("-0"));
        }
    }

    private static List<Path> files(Path directory) throws Exception {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}

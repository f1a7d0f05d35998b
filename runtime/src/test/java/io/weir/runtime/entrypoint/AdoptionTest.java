package io.weir.runtime.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.JobDetails;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JobManagers that are killed while tasks run, which go on under the next one. */
@Timeout(240)
class AdoptionTest {
    private static final int TICK_MILLIS = 500;

    @TempDir
    Path temporary;

    private TestingServer zooKeeper;
    private Path output;

    @BeforeEach
    void start() throws Exception {
        InstanceSpec spec =
                new InstanceSpec(temporary.resolve("zookeeper").toFile(), -1, -1, -1, false, -1, TICK_MILLIS, -1);
        zooKeeper = new TestingServer(spec, true);
        output = Files.createDirectory(temporary.resolve("output"));
    }

    @AfterEach
    void stop() throws Exception {
        zooKeeper.close();
    }

    private ElectedProcesses cluster(String... more) {
        List<String> options = Stream.concat(
                        Stream.of("-Dhigh-availability.zookeeper.client.session-timeout=2 s"), Stream.of(more))
                .toList();
        return new ElectedProcesses(temporary, zooKeeper.getConnectString(), options.toArray(String[]::new));
    }

    /** Submits a job that goes on slowly until it is told to {@link #finish}. */
    private JobClient submit(StreamExecutionEnvironment env) throws Exception {
        env.configure(new Configuration()
                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                .set(
                        CheckpointingOptions.DIRECTORY,
                        temporary.resolve("checkpoints").toString())
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1_000)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
        return CountedNumbers.submit(env, output, temporary.resolve("hurry"));
    }

    private void finish(JobClient job) throws Exception {
        Files.createFile(temporary.resolve("hurry"));
        job.getJobExecutionResult().get(120, TimeUnit.SECONDS);
    }

    private static long newest(WeirClient client, JobClient job) {
        return client.checkpoints(job.getJobID()).stream()
                .filter(report -> report.status() == CheckpointReport.Status.COMPLETED)
                .mapToLong(CheckpointReport::id)
                .max()
                .orElse(0);
    }

    private static void awaitCheckpoint(WeirClient client, JobClient job, long after) {
        Eventually.until("a checkpoint is complete", () -> newest(client, job) > after);
    }

    /** The sink makes a file for each of its attempts. */
    private List<String> attempts() throws Exception {
        try (Stream<Path> files = Files.list(output)) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(name.indexOf('-') + 1))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private void assertEachLineOnce() throws Exception {
        List<String> lines = CountedNumbers.allLines(output);
        assertThat(lines).doesNotHaveDuplicates();
        assertThat(lines).containsExactlyInAnyOrderElementsOf(CountedNumbers.expected());
    }

    @Test
    void tasksGoOnWhileOneLeaderAfterTheOtherIsKilled() throws Exception {
        try (ElectedProcesses cluster = cluster()) {
            cluster.jobManager();
            cluster.leader();
            cluster.taskManager("tm-0");
            cluster.taskManager("tm-1");
            JobClient job = submit(cluster.env(4));
            try (WeirClient client = cluster.connect()) {
                awaitCheckpoint(client, job, 0);
                for (int kill = 1; kill <= 3; kill++) {
                    cluster.jobManager();
                    cluster.killLeader();
                    awaitCheckpoint(client, job, kill * 1_000L);
                }
                finish(job);
                JobDetails end = client.details(job.getJobID());
                assertThat(end.summary().status()).isEqualTo(JobStatus.FINISHED);
                assertThat(end.summary().restarts()).isZero();
            }
        }
        assertThat(attempts()).containsExactly("0");
        assertEachLineOnce();
    }

    @Test
    void aJobIsRestoredOneOfWhoseTasksIsLostTogetherWithTheLeader() throws Exception {
        try (ElectedProcesses cluster = cluster()) {
            cluster.jobManager();
            cluster.leader();
            cluster.taskManager("tm-0");
            JavaProcess lost = cluster.taskManager("tm-1");
            JobClient job = submit(cluster.env(4));
            try (WeirClient client = cluster.connect()) {
                awaitCheckpoint(client, job, 0);
                cluster.jobManager();
                cluster.taskManager("tm-2");
                lost.kill();
                cluster.killLeader();
                awaitCheckpoint(client, job, 1_000);
                finish(job);
                assertThat(client.details(job.getJobID()).summary().status()).isEqualTo(JobStatus.FINISHED);
            }
        }
        assertThat(attempts()).hasSizeGreaterThan(1);
        assertThat(CountedNumbers.lines(output)).isEqualTo(CountedNumbers.expected());
    }
}

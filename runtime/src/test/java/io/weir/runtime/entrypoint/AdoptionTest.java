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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        return CountedNumbers.submit(configured(env), output, temporary.resolve("hurry"));
    }

    private StreamExecutionEnvironment configured(StreamExecutionEnvironment env) {
        return env.configure(new Configuration()
                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                .set(
                        CheckpointingOptions.DIRECTORY,
                        temporary.resolve("checkpoints").toString())
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1_000)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
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
        assertEachNumberCommittedOnce();
    }

    private void assertEachNumberCommittedOnce() throws Exception {
        List<Long> numbers = CountedNumbers.committedNumbers(output);
        assertThat(numbers).hasSize(CountedNumbers.KEYS * CountedNumbers.NUMBERS_PER_KEY);
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo((long) i);
        }
    }

    private static void assertNothingStartedAgain(WeirClient client, JobClient job) throws Exception {
        JobDetails end = client.details(job.getJobID());
        assertThat(end.summary().status()).isEqualTo(JobStatus.FINISHED);
        assertThat(end.summary().restarts()).isZero();
    }

    /** Returns the terms in which blocks of numbers of checkpoints were taken, in the order of the blocks. */
    private List<Long> terms(JobClient job) throws Exception {
        List<Long> terms = new ArrayList<>();
        Path directory = temporary.resolve("checkpoints").resolve(job.getJobID().value());
        for (int block = 0; Files.exists(directory.resolve("leader-" + block)); block++) {
            ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("leader-" + block)));
            terms.add(content.getLong(content.capacity() - Integer.BYTES - Long.BYTES));
        }
        return terms;
    }

    /** Its source gives many splits after the last checkpoint, which is where the next leader's enumerator starts from. */
    @Test
    void tasksGoOnWhileOneLeaderAfterTheOtherIsKilled() throws Exception {
        try (ElectedProcesses cluster = cluster()) {
            cluster.jobManager();
            cluster.leader();
            cluster.taskManager("tm-0");
            cluster.taskManager("tm-1");
            JobClient job = CountedNumbers.submitReading(
                    configured(cluster.env(4)), temporary.resolve("input"), output, temporary.resolve("hurry"));
            try (WeirClient client = cluster.connect()) {
                awaitCheckpoint(client, job, 0);
                for (int kill = 1; kill <= 2; kill++) {
                    cluster.jobManager();
                    cluster.killLeader();
                    awaitCheckpoint(client, job, kill * 1_000L);
                }
                finish(job);
                assertNothingStartedAgain(client, job);
            }
        }
        assertThat(attempts()).containsExactly("0");
        assertEachLineOnce();
    }

    @Test
    void aJobIsRestoredOneOfWhoseTasksIsLostTogetherWithTheLeader() throws Exception {
        try (ElectedProcesses cluster =
                cluster("-Dhigh-availability.job-recovery.previous-worker.recovery.timeout=2 s")) {
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
        assertEachNumberCommittedOnce();
    }

    @Test
    void aLeaderThatIsCutOffFromZooKeeperLeavesTasksToTheNextOne() throws Exception {
        try (ElectedProcesses cluster = cluster();
                TcpProxy way = new TcpProxy(zooKeeper.getPort())) {
            JavaProcess first = cluster.jobManagerOf(way.address());
            cluster.leader();
            JavaProcess second = cluster.jobManager();
            cluster.taskManager("tm-0");
            cluster.taskManager("tm-1");
            JobClient job = submit(cluster.env(4));
            try (WeirClient client = cluster.connect()) {
                awaitCheckpoint(client, job, 0);
                way.cut();
                second.await(" leads.");
                awaitCheckpoint(client, job, 1_000);
                first.await("does not lead any more");
                assertThat(terms(job)).containsExactly(1L, 2L);
                assertThat(client.checkpoints(job.getJobID()))
                        .filteredOn(report -> report.status() == CheckpointReport.Status.COMPLETED)
                        .allMatch(report -> report.id() > 1_000);
                finish(job);
                assertNothingStartedAgain(client, job);
            }
            assertThat(first.isAlive()).isTrue();
        }
        assertThat(attempts()).containsExactly("0");
        assertEachLineOnce();
    }

    @Test
    void outagesOfThirtySecondsRestartNoTask() throws Exception {
        try (ElectedProcesses cluster = cluster()) {
            JavaProcess only = cluster.jobManager();
            cluster.leader();
            cluster.taskManager("tm-0");
            cluster.taskManager("tm-1");
            JobClient job = submit(cluster.env(4));
            try (WeirClient client = cluster.connect()) {
                awaitCheckpoint(client, job, 0);
                zooKeeper.stop(); // so that no other JobManager can lead, and the one there is steps down
                only.await("does not lead any more");
                only.kill();
                awaitLater(Instant.now().plusSeconds(30));
                zooKeeper.restart();
                cluster.jobManager();
                awaitCheckpoint(client, job, 1_000);
                finish(job);
                assertNothingStartedAgain(client, job);
            }
        }
        assertThat(attempts()).containsExactly("0");
        assertEachLineOnce();
    }

    private static void awaitLater(Instant time) {
        Eventually.until(
                "time has passed", Duration.ofSeconds(60), () -> Instant.now().isAfter(time));
    }
}

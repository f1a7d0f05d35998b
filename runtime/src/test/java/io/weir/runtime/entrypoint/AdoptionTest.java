package io.weir.runtime.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.StateBackendType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobSummary;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Leaders that are killed while tasks run, which go on under the next one, whatever their jobs are at: but for those of a
 * job that nobody can read, which is in nobody's way, and of jobs of which a task has failed or is lost, too.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdoptionTest {
    private static final int SLOTS = 8;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private static final String SPLITS = "splits";
    private static final String STOPPING = "stopping";
    private static final String STOPPED = "stopped";
    private static final String MIXED = "mixed";
    private static final String INCREMENTAL = "incremental";
    private static final String UNALIGNED = "unaligned";
    private static final String RESTARTING = "restarting";
    private static final String UNREADABLE = "unreadable";

    /** It lasts while the other tests run. */
    private static Outage outage;

    @TempDir
    Path temporary;

    private final Map<String, JobClient> jobs = new LinkedHashMap<>();
    private ElectedProcesses cluster;
    private WeirClient client;

    @BeforeAll
    static void beginOutage(@TempDir Path directory) throws Exception {
        outage = Outage.begin(directory);
    }

    @AfterAll
    static void closeOutage() throws Exception {
        if (outage != null) {
            outage.close();
        }
    }

    @Test
    @Order(1)
    void tasksGoOnWhateverTheirJobsAreAtWhenTheLeaderIsLost() throws Exception {
        try (TestingServer zooKeeper = ElectedProcesses.zooKeeper(temporary);
                ZooKeeperWay way1 = new ZooKeeperWay(zooKeeper.getPort());
                ZooKeeperWay way2 = new ZooKeeperWay(zooKeeper.getPort());
                ZooKeeperWay way3 = new ZooKeeperWay(zooKeeper.getPort());
                ZooKeeperWay way4 = new ZooKeeperWay(zooKeeper.getPort());
                ElectedProcesses processes = new ElectedProcesses(
                        temporary,
                        zooKeeper.getConnectString(),
                        "-Dhigh-availability.job-recovery.previous-worker.recovery.timeout=5 s",
                        "-Dtaskmanager.numberOfTaskSlots=" + SLOTS)) {
            cluster = processes;
            JavaProcess first = processes.jobManagerOf(way1.address());
            processes.leader();
            JavaProcess second = processes.jobManagerOf(way2.address());
            processes.taskManager("tm-0");
            processes.taskManager("tm-1");
            try (WeirClient connected = processes.connect()) {
                client = connected;
                submitAll();
                bringIntoTheirStates();

                way1.holdTransaction(""); // the files of a checkpoint are there, but ZooKeeper does not name them
                way1.awaitHeld();
                first.kill();
                second.await(" leads.");
                Files.delete(directory(STOPPING).resolve("hold"));
                Files.delete(directory(UNALIGNED).resolve("hold"));
                awaitCheckpoints(1_000);

                JavaProcess third = processes.jobManagerOf(way3.address());
                way2.holdAnswer("stopped "); // the note is in ZooKeeper, but no task is told
                long stop = request(STOPPED, CheckpointKind.STOP);
                way2.awaitHeld();
                second.kill();
                third.await(" leads.");
                awaitCheckpoints(2_000);
                assertThatTheStoppedJobEnds(stop);

                JavaProcess fourth = processes.jobManagerOf(way4.address());
                way3.cut();
                fourth.await(" leads.");
                third.await("does not lead any more"); // else it might be the one that is asked for a checkpoint
                awaitCheckpoints(3_000);
                assertThat(terms(SPLITS)).hasSize(4).doesNotHaveDuplicates().isSorted();

                way4.cut();
                fourth.await("does not lead any more");
                way4.mend();
                awaitCheckpoints(4_000); // of the same process, which leads again
                assertThatTheOthersAreExact();
                assertThat(third.isAlive()).isTrue();
            }
        }
    }

    @Test
    @Order(2)
    void aJobIsRestoredOneOfWhoseTasksIsLostTogetherWithTheLeader() throws Exception {
        try (TestingServer zooKeeper = ElectedProcesses.zooKeeper(temporary);
                ElectedProcesses processes = new ElectedProcesses(
                        temporary,
                        zooKeeper.getConnectString(),
                        "-Dhigh-availability.job-recovery.previous-worker.recovery.timeout=2 s")) {
            processes.jobManager();
            processes.leader();
            processes.taskManager("tm-0");
            JavaProcess lost = processes.taskManager("tm-1");
            processes.env(4);
            String name = "restored";
            JobClient job = CountedNumbers.submitSlow(env(name).setParallelism(4), directory(name));
            jobs.put(name, job);
            try (WeirClient connected = processes.connect()) {
                client = connected;
                awaitCheckpoint(name, 0);
                processes.jobManager();
                processes.taskManager("tm-2");
                lost.kill();
                processes.killLeader();
                awaitCheckpoint(name, 1_000);
                Files.createFile(directory(name).resolve("hurry"));
                job.getJobExecutionResult().get(BOUND.toSeconds(), TimeUnit.SECONDS);
                assertThat(details(name).status()).isEqualTo(JobStatus.FINISHED);
            }
            assertThat(CountedNumbers.attempts(directory(name))).hasSizeGreaterThan(1);
            assertThatTheOutputIsExact(directory(name));
        }
    }

    @Test
    @Order(3)
    void outagesOfThirtySecondsRestartNoTask() throws Exception {
        JobDetails end = outage.end();
        assertThat(end.summary().status()).isEqualTo(JobStatus.FINISHED);
        assertThat(end.summary().restarts()).isZero();
        assertThat(CountedNumbers.attempts(outage.directory())).containsExactly("0");
        assertThatTheOutputIsExact(outage.directory());
    }

    // ---- the jobs ----

    private Path directory(String name) {
        return temporary.resolve(name);
    }

    private StreamExecutionEnvironment env(String name) throws Exception {
        Files.createDirectories(directory(name));
        return StreamExecutionEnvironment.getExecutionEnvironment()
                .setParallelism(2)
                .configure(new Configuration()
                        .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                        .set(
                                CheckpointingOptions.DIRECTORY,
                                temporary.resolve("checkpoints").toString())
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1_000)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
    }

    private void submitAll() throws Exception {
        cluster.env(2); // programs of this thread go there from now on
        for (String name : List.of(STOPPED, UNREADABLE)) {
            jobs.put(name, CountedNumbers.submitSlow(env(name), directory(name)));
        }
        // Its source gives many splits after the last checkpoint, which is where the next leader's enumerator starts
        // from.
        StreamExecutionEnvironment reading =
                env(SPLITS).configure(new Configuration().set(CheckpointingOptions.INTERVAL, Duration.ofMillis(500)));
        jobs.put(SPLITS, CountedNumbers.submitReading(reading, directory(SPLITS)));
        // Its checkpoints are those that are asked for.
        StreamExecutionEnvironment rarely =
                env(STOPPING).configure(new Configuration().set(CheckpointingOptions.INTERVAL, Duration.ofHours(1)));
        jobs.put(STOPPING, CountedNumbers.submitSlow(rarely, directory(STOPPING)));
        StreamExecutionEnvironment unaligned =
                env(UNALIGNED).configure(new Configuration().set(CheckpointingOptions.UNALIGNED, true));
        jobs.put(UNALIGNED, CountedNumbers.submitSlow(unaligned, directory(UNALIGNED)));
        StreamExecutionEnvironment rocks = env(INCREMENTAL)
                .configure(new Configuration()
                        .set(StateBackendOptions.TYPE, StateBackendType.ROCKSDB)
                        .set(CheckpointingOptions.INCREMENTAL, true));
        jobs.put(INCREMENTAL, CountedNumbers.submitSlow(rocks, directory(INCREMENTAL)));
        StreamExecutionEnvironment late =
                env(RESTARTING).configure(new Configuration().set(RestartOptions.FIXED_DELAY, Duration.ofHours(1)));
        jobs.put(RESTARTING, CountedNumbers.submitSlow(late, directory(RESTARTING)));
        // Two pipelines, each of which starts again on its own.
        StreamExecutionEnvironment two = env(MIXED);
        CountedNumbers.add(two, directory(MIXED));
        CountedNumbers.add(two, directory(MIXED + "-failing"));
        jobs.put(MIXED, two.executeAsync(MIXED));
    }

    private void bringIntoTheirStates() throws Exception {
        request(STOPPING, CheckpointKind.CHECKPOINT);
        awaitCheckpoints(0);
        Files.createFile(directory(MIXED + "-failing").resolve("fail"));
        Eventually.until("one pipeline has failed", BOUND, () -> details(MIXED).restarts() == 1);
        awaitCheckpoint(MIXED, newest(MIXED));
        Files.createFile(directory(RESTARTING).resolve("fail"));
        Eventually.until("it waits", BOUND, () -> details(RESTARTING).status() == JobStatus.RESTARTING);
        Path graph = temporary
                .resolve("ha/default/jobs")
                .resolve(jobs.get(UNREADABLE).getJobID().value())
                .resolve("job");
        Files.write(graph, new byte[] {1, 2, 3});
        Files.createFile(directory(STOPPING).resolve("hold"));
        Files.createFile(directory(UNALIGNED).resolve("hold"));
        request(STOPPING, CheckpointKind.STOP);
        for (String name : List.of(STOPPING, UNALIGNED)) {
            Eventually.until(
                    name + " is at a checkpoint",
                    BOUND,
                    () -> Files.exists(directory(name).resolve("holds")));
        }
    }

    private JobSummary details(String name) {
        return client.details(jobs.get(name).getJobID()).summary();
    }

    private long request(String name, CheckpointKind kind) {
        return client.requestCheckpoint(
                jobs.get(name).getJobID(), kind, temporary.resolve("savepoints").toString());
    }

    private long newest(String name) {
        return client.checkpoints(jobs.get(name).getJobID()).stream()
                .filter(report -> report.status() == CheckpointReport.Status.COMPLETED)
                .mapToLong(CheckpointReport::id)
                .max()
                .orElse(0);
    }

    /** Waits until all jobs have a checkpoint that came later; the one that takes none by itself is asked for it. */
    private void awaitCheckpoints(long after) {
        if (after > 0) {
            request(STOPPING, CheckpointKind.CHECKPOINT);
        }
        for (String name : jobs.keySet()) {
            boolean over = after > 0 && name.equals(UNREADABLE) || after > 1_000 && name.equals(STOPPED);
            if (!over) {
                awaitCheckpoint(name, after);
            }
        }
    }

    private void awaitCheckpoint(String name, long after) {
        Eventually.until("a checkpoint of " + name + " after " + after, BOUND, () -> newest(name) > after);
    }

    /** Returns the terms in which blocks of numbers of checkpoints were taken, in the order of the blocks. */
    private List<Long> terms(String name) throws Exception {
        List<Long> terms = new ArrayList<>();
        Path checkpoints = temporary
                .resolve("checkpoints")
                .resolve(jobs.get(name).getJobID().value());
        for (int block = 0; Files.exists(checkpoints.resolve("leader-" + block)); block++) {
            ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(checkpoints.resolve("leader-" + block)));
            terms.add(content.getLong(content.capacity() - Integer.BYTES - Long.BYTES));
        }
        return terms;
    }

    // ---- what is to come of them ----

    private void assertThatTheStoppedJobEnds(long stop) throws Exception {
        jobs.get(STOPPED).getJobExecutionResult().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        assertThat(details(STOPPED).status()).isEqualTo(JobStatus.FINISHED);
        assertThat(client.checkpoints(jobs.get(STOPPED).getJobID()))
                .as("whoever asked the leader before for the savepoint finds it")
                .anyMatch(report -> report.id() == stop
                        && report.status() == CheckpointReport.Status.COMPLETED
                        && report.path().contains("savepoint-"));
        assertThat(CountedNumbers.attempts(directory(STOPPED))).containsExactly("0");
        List<Long> published = CountedNumbers.committedNumbers(directory(STOPPED));
        assertThat(new HashSet<>(published)).hasSameSizeAs(published);
    }

    private void assertThatTheOthersAreExact() throws Exception {
        // What it goes back to names files that were written under each of its leaders.
        Files.createFile(directory(INCREMENTAL).resolve("fail"));
        Eventually.until("it has failed", BOUND, () -> details(INCREMENTAL).restarts() == 1);
        List<String> names = List.of(SPLITS, STOPPING, MIXED, MIXED + "-failing", INCREMENTAL, UNALIGNED, RESTARTING);
        for (String name : names) {
            Files.createFile(directory(name).resolve("hurry"));
        }
        for (String name : List.of(SPLITS, STOPPING, MIXED, INCREMENTAL, UNALIGNED, RESTARTING)) {
            jobs.get(name).getJobExecutionResult().get(BOUND.toSeconds(), TimeUnit.SECONDS);
            assertThat(details(name).status()).as(name).isEqualTo(JobStatus.FINISHED);
            assertThat(details(name).restarts()).as(name).isEqualTo(name.equals(INCREMENTAL) ? 1 : 0);
        }
        for (String name : List.of(SPLITS, STOPPING, MIXED, UNALIGNED)) {
            assertThat(CountedNumbers.attempts(directory(name))).as(name).containsExactly("0");
        }
        assertThat(CountedNumbers.attempts(directory(MIXED + "-failing"))).containsExactly("0", "1");
        assertThat(CountedNumbers.attempts(directory(INCREMENTAL))).hasSize(2);
        assertThat(CountedNumbers.attempts(directory(RESTARTING))).hasSize(2);
        for (String name : names) {
            assertThatTheOutputIsExact(directory(name));
        }
        assertThat(client.list())
                .extracting(JobSummary::id)
                .doesNotContain(jobs.get(UNREADABLE).getJobID());
        Eventually.until(
                "no slot is taken any more", BOUND, () -> client.clusterInfo().freeSlots() == 2 * SLOTS);
        assertThat(temporary
                        .resolve("checkpoints")
                        .resolve(jobs.get(INCREMENTAL).getJobID().value()))
                .doesNotExist();
    }

    /** A line may come twice where tasks were restored, for their sink of lines is a simple one. */
    private static void assertThatTheOutputIsExact(Path directory) throws Exception {
        assertThat(CountedNumbers.lines(CountedNumbers.output(directory)))
                .as(directory.toString())
                .isEqualTo(CountedNumbers.expected());
        assertThat(CountedNumbers.committedNumbers(directory))
                .as(directory.toString())
                .isEqualTo(CountedNumbers.expectedNumbers());
        if (CountedNumbers.attempts(directory).equals(List.of("0"))) {
            assertThat(CountedNumbers.allLines(CountedNumbers.output(directory)))
                    .doesNotHaveDuplicates();
        }
    }
}

package io.weir.runtime.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.plan.Plan;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a leader has said yes to holds, also if it was cut off from ZooKeeper when it said so, and is killed at once. */
@Timeout(180)
class LostRequestsTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    private TestingServer zooKeeper;
    private ZooKeeperWay way;
    private ElectedProcesses cluster;
    private JavaProcess first;
    private JavaProcess second;
    private WeirClient client;

    @BeforeEach
    void start() throws Exception {
        zooKeeper = ElectedProcesses.zooKeeper(temporary);
        way = new ZooKeeperWay(zooKeeper.getPort());
        cluster = new ElectedProcesses(temporary, zooKeeper.getConnectString());
        first = cluster.jobManagerOf(way.address());
        cluster.leader();
        second = cluster.jobManager();
        cluster.taskManager("tm-0");
        client = cluster.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        cluster.close();
        way.close();
        zooKeeper.close();
    }

    private JobClient submit(String name) throws Exception {
        Path directory = Files.createDirectory(temporary.resolve(name));
        return CountedNumbers.submitSlow(
                cluster.env(2)
                        .configure(new Configuration()
                                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                                .set(
                                        CheckpointingOptions.DIRECTORY,
                                        temporary.resolve("checkpoints").toString())),
                directory);
    }

    private void awaitCheckpoint(JobClient job, long after) {
        Eventually.until("a checkpoint after " + after, BOUND, () -> client.checkpoints(job.getJobID()).stream()
                .anyMatch(report -> report.status() == CheckpointReport.Status.COMPLETED && report.id() > after));
    }

    private JobStatus status(JobId job) {
        return client.details(job).summary().status();
    }

    @Test
    void aJobIsCanceledWhoseOwnerWasToldSo() throws Exception {
        JobClient job = submit("canceled");
        awaitCheckpoint(job, 0);
        way.cut();
        job.cancel().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        first.kill();
        second.await(" leads.");
        Eventually.until("it is canceled", BOUND, () -> status(job.getJobID()).isTerminal());
        assertThat(status(job.getJobID())).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void aJobIsCanceledAlsoIfNobodyAsksAgain() throws Exception {
        JobClient job = submit("noted");
        awaitCheckpoint(job, 0);
        way.holdAnswer("canceled");
        CompletableFuture<Void> canceled;
        try (WeirClient owner = cluster.connect()) {
            canceled = owner.job(job.getJobID()).cancel();
            way.awaitHeld();
            assertThat(canceled).isNotDone();
        }
        first.kill();
        second.await(" leads.");
        Eventually.until("it is canceled", BOUND, () -> status(job.getJobID()).isTerminal());
        assertThat(status(job.getJobID())).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void aSubmissionWhoseAnswerWasLostStartsOneJob() throws Exception {
        way.holdAnswer("/jobgraphs/");
        CompletableFuture<JobClient> submission = CompletableFuture.supplyAsync(() -> {
            try {
                return submit("submitted");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        way.awaitHeld();
        assertThat(submission).isNotDone();
        first.kill();
        JobClient job = submission.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        awaitCheckpoint(job, 0);
        assertThat(client.list()).hasSize(1);
    }

    /** The answer was lost with the leader, and so the client submits it again. */
    @Test
    void aJobThatHasEndedMeanwhileDoesNotBeginAnew() throws Exception {
        List<Path> jars = List.of(cluster.programJar());
        List<JobGraph> graphs = new ArrayList<>();
        PlanExecutors.setContext(new PlanExecutor() {
            @Override
            public JobClient submit(Plan plan) {
                graphs.add(JobGraphs.translate(plan));
                return client.submit(graphs.get(0), jars);
            }

            @Override
            public String explain(Plan plan) {
                return "";
            }
        });
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
        env.fromSequence(0, 9).print();
        JobId job = env.executeAsync("short").getJobID();
        Eventually.until("it has ended", BOUND, () -> status(job) == JobStatus.FINISHED);
        first.kill();
        second.await(" leads.");
        assertThatThrownBy(() -> client.submit(graphs.get(0), jars)).hasMessageContaining("There is a job with");
        client.job(job).getJobExecutionResult().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        assertThat(client.list()).isEmpty();
    }

    @Test
    void aRequestThatIsMadeAgainReachesTheNextLeaderOnce() throws Exception {
        JobClient job = submit("stopped");
        awaitCheckpoint(job, 0);
        Files.createFile(temporary.resolve("stopped").resolve("hold"));
        String target = temporary.resolve("savepoints").toString();
        long number = client.requestCheckpoint(job.getJobID(), CheckpointKind.STOP, target, "a");
        assertThat(client.requestCheckpoint(job.getJobID(), CheckpointKind.STOP, target, "a"))
                .isEqualTo(number);
        way.cut();
        first.kill();
        second.await(" leads.");
        Files.delete(temporary.resolve("stopped").resolve("hold"));
        long next = client.requestCheckpoint(job.getJobID(), CheckpointKind.STOP, target, "a");
        assertThat(next).isGreaterThan(1_000);
        assertThat(client.requestCheckpoint(job.getJobID(), CheckpointKind.STOP, target, "a"))
                .isEqualTo(next);
        job.getJobExecutionResult().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        assertThat(client.checkpoints(job.getJobID()))
                .filteredOn(report -> report.kind() == CheckpointKind.STOP)
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.id()).isEqualTo(next);
                    assertThat(report.status()).isEqualTo(CheckpointReport.Status.COMPLETED);
                });
    }
}

package io.weir.runtime.entrypoint;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.execution.JobClient;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.JobDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.TestingServer;

/** A cluster without ZooKeeper and without a JobManager, whose tasks go on; a test may do other things meanwhile. */
final class Outage implements AutoCloseable {
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final Duration BOUND = Duration.ofSeconds(90);

    private final Path directory;
    private final TestingServer zooKeeper;
    private final ElectedProcesses cluster;
    private final WeirClient client;
    private final JobClient job;
    private final Instant end;

    private Outage(
            Path directory,
            TestingServer zooKeeper,
            ElectedProcesses cluster,
            WeirClient client,
            JobClient job,
            Instant end) {
        this.directory = directory;
        this.zooKeeper = zooKeeper;
        this.cluster = cluster;
        this.client = client;
        this.job = job;
        this.end = end;
    }

    /** Starts a cluster with a job, and takes its ZooKeeper and its JobManager away. */
    static Outage begin(Path directory) throws Exception {
        TestingServer zooKeeper = ElectedProcesses.zooKeeper(directory);
        ElectedProcesses cluster = new ElectedProcesses(directory, zooKeeper.getConnectString());
        JavaProcess only = cluster.jobManager();
        cluster.leader();
        cluster.taskManager("tm-0");
        JobClient job = CountedNumbers.submitSlow(
                cluster.env(2)
                        .configure(new Configuration()
                                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                                .set(
                                        CheckpointingOptions.DIRECTORY,
                                        directory.resolve("checkpoints").toString())),
                directory);
        WeirClient client = cluster.connect();
        awaitCheckpoint(client, job, 0);
        zooKeeper.stop(); // so that no other JobManager can lead, and the one there is steps down
        only.await("does not lead any more");
        only.kill();
        return new Outage(
                directory, zooKeeper, cluster, client, job, Instant.now().plus(LENGTH));
    }

    private static void awaitCheckpoint(WeirClient client, JobClient job, long after) {
        Eventually.until("a checkpoint is complete", BOUND, () -> client.checkpoints(job.getJobID()).stream()
                .anyMatch(report -> report.status() == CheckpointReport.Status.COMPLETED && report.id() > after));
    }

    /** Waits until it has lasted, brings all back, and lets the job come to its end. */
    JobDetails end() throws Exception {
        Eventually.until("time has passed", BOUND, () -> Instant.now().isAfter(end));
        zooKeeper.restart();
        cluster.jobManager();
        awaitCheckpoint(client, job, 1_000);
        Files.createFile(directory.resolve("hurry"));
        job.getJobExecutionResult().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        return client.details(job.getJobID());
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        client.close();
        cluster.close();
        zooKeeper.close();
    }
}

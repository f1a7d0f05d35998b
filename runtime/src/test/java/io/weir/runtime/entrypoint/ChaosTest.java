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
import io.weir.runtime.protocol.JobDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * TaskManagers of a job with keyed state in RocksDB and timers are killed at random, while its source waits for slow
 * tasks, and checkpoints keep what is under way; in the end every key has seen each of its numbers once. The seed is printed, and is taken from {@code weir.chaos.seed} if that is set.
 */
@Timeout(240)
class ChaosTest {
    private static final int KILLS = 4;

    @TempDir
    Path temporary;

    private JobClient submit(ProcessCluster cluster, Path output) throws IOException {
        StreamExecutionEnvironment env = cluster.env(4);
        env.configure(new Configuration()
                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                .set(CheckpointingOptions.INCREMENTAL, true)
                .set(CheckpointingOptions.UNALIGNED, true)
                .set(StateBackendOptions.TYPE, StateBackendType.ROCKSDB)
                .set(
                        CheckpointingOptions.DIRECTORY,
                        temporary.resolve("checkpoints").toString())
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1_000)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
        return CountedNumbers.submit(env, output);
    }

    @Test
    void killedTaskManagersLoseAndDoubleNothing() throws Exception {
        long seed = Long.getLong("weir.chaos.seed", System.nanoTime());
        System.out.println("The seed of the chaos is " + seed + ".");
        Random random = new Random(seed);
        Path output = Files.createDirectory(temporary.resolve("output"));
        JobDetails end;
        try (ProcessCluster cluster = new ProcessCluster(temporary)) {
            cluster.jobManager();
            List<JavaProcess> taskManagers =
                    new ArrayList<>(List.of(cluster.taskManager("tm-0"), cluster.taskManager("tm-1")));
            for (JavaProcess process : taskManagers) {
                process.await("TaskManager tm-");
            }
            JobClient job = submit(cluster, output);
            try (WeirClient client = WeirClient.connect(cluster.client())) {
                for (int kill = 1; kill <= KILLS && awaitProgress(client, job); kill++) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
                    taskManagers.remove(random.nextInt(2)).kill();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
                    taskManagers.add(cluster.taskManager("tm-" + (kill + 1)));
                }
                job.getJobExecutionResult().join();
                end = client.details(job.getJobID());
            }
        }
        assertThat(end.summary().restarts())
                .as("restarts with the seed %s", seed)
                .isPositive();
        assertThat(end.vertices().get(0).io().recordsOut())
                .as("records of the last attempt with the seed %s", seed)
                .isLessThan((long) CountedNumbers.KEYS * CountedNumbers.NUMBERS_PER_KEY);
        assertThat(CountedNumbers.lines(output)).as("with the seed %s", seed).isEqualTo(CountedNumbers.expected());
    }

    /** Waits until all tasks run and have taken a checkpoint; returns false if the job has ended before. */
    private boolean awaitProgress(WeirClient client, JobClient job) throws IOException {
        Set<String> before = checkpoints();
        Eventually.until("all tasks run and have taken a checkpoint, or have ended", () -> {
            JobDetails details = client.details(job.getJobID());
            return details.summary().status().isTerminal()
                    || details.summary().status() == JobStatus.RUNNING
                            && details.summary().tasks().deploying() == 0
                            && !before.containsAll(checkpoints());
        });
        return !client.details(job.getJobID()).summary().status().isTerminal();
    }

    /** The complete checkpoints that are there. */
    private Set<String> checkpoints() throws IOException {
        Path directory = temporary.resolve("checkpoints");
        if (!Files.exists(directory)) {
            return Set.of();
        }
        Set<String> complete = new TreeSet<>();
        try (Stream<Path> jobs = Files.list(directory)) {
            for (Path job : jobs.toList()) {
                try (Stream<Path> checkpoints = Files.list(job)) {
                    checkpoints
                            .filter(checkpoint -> Files.exists(checkpoint.resolve("_metadata")))
                            .forEach(checkpoint -> complete.add(checkpoint.toString()));
                }
            }
        }
        return complete;
    }
}

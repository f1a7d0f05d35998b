package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.runtime.protocol.ClusterInfo;
import io.weir.runtime.protocol.JobSummary;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many jobs that finish, fail and are canceled at any time, on TaskManagers that come and go at any time: every job ends,
 * and nothing of it is left.
 */
@Timeout(180)
class JobsAtRandomTest {
    private static final int JOBS = 40;
    private static final int AT_ONCE = 4;
    private static final int TASK_MANAGERS = 3;
    private static final int SLOTS = 2;

    private final Map<JobStatus, Integer> ends = new EnumMap<>(JobStatus.class);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void everyJobEndsAndNothingIsLeft(long seed) throws Exception {
        Random random = new Random(seed);
        Configuration configuration =
                new Configuration().set(JobManagerOptions.SLOT_REQUEST_TIMEOUT, Duration.ofSeconds(60));
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(configuration, TASK_MANAGERS, SLOTS))) {
            ClusterExecutor.on(cluster, () -> {
                runJobs(cluster, random);
                assertNothingIsLeft(cluster);
            });
        }
        assertThat(ends)
                .as("with the seed %s", seed)
                .containsOnlyKeys(JobStatus.FINISHED, JobStatus.FAILED, JobStatus.CANCELED);
    }

    private void runJobs(MiniCluster cluster, Random random) {
        Queue<JobClient> running = new ArrayDeque<>();
        List<Integer> taskManagers = new ArrayList<>(List.of(0, 1, 2));
        for (int i = 0; i < JOBS; i++) {
            running.add(submit(random, i));
            if (random.nextInt(8) == 0) {
                cluster.stopTaskManager(taskManagers.remove(random.nextInt(TASK_MANAGERS)));
                taskManagers.add(cluster.startTaskManager().join());
            }
            if (running.size() >= AT_ONCE) {
                end(running.remove(), random);
            }
        }
        running.forEach(job -> end(job, random));
    }

    private static JobClient submit(Random random, int number) {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1 + random.nextInt(3));
        switch (random.nextInt(3)) {
            case 0 ->
                env.fromSequence(1, 1 + random.nextInt(5000))
                        .map(value -> value + 1)
                        .keyBy(value -> value % 7)
                        .reduce(Long::sum)
                        .addSink((value, context) -> {});
            case 1 -> Programs.endless(env).rebalance().map(Programs::failOn7).addSink((value, context) -> {});
            default -> Programs.endless(env).keyBy(value -> value % 7).addSink((value, context) -> {});
        }
        return env.executeAsync("job " + number);
    }

    /** Looks at a job for some random number of calls, then cancels it, whatever it does by then. */
    private void end(JobClient client, Random random) {
        for (int looks = random.nextInt(300); looks > 0; looks--) {
            if (client.getJobStatus().join().isTerminal()) {
                break;
            }
        }
        client.cancel().join();
        client.getJobExecutionResult().handle((result, failure) -> null).join();
        ends.merge(client.getJobStatus().join(), 1, Integer::sum);
    }

    private static void assertNothingIsLeft(MiniCluster cluster) {
        assertThat(cluster.dispatcher().listJobs().join())
                .hasSize(JOBS)
                .extracting(JobSummary::tasks)
                .allSatisfy(tasks -> assertThat(tasks.finished() + tasks.canceled() + tasks.failed())
                        .isEqualTo(tasks.total()));
        Eventually.until("all slots are free", () -> {
            ClusterInfo info = cluster.dispatcher().clusterInfo().join();
            return info.slots() == TASK_MANAGERS * SLOTS && info.freeSlots() == TASK_MANAGERS * SLOTS;
        });
        Eventually.until("no source runs", () -> Programs.Endless.running() == 0);
        Eventually.until("no thread of a job is left", () -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(name -> name.startsWith("jobmanager-") && !name.startsWith("jobmanager-io")
                        || name.startsWith("sources-")
                        || name.startsWith("Source:")));
    }
}

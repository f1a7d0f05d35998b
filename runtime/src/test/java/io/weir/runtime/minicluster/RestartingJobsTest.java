package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.runtime.client.ClusterJobClient;
import io.weir.runtime.protocol.ClusterInfo;
import io.weir.runtime.protocol.JobDetails;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that start again by themselves after failures, from their beginning. */
@Timeout(120)
class RestartingJobsTest {
    private static final int SLOTS = 2;
    private static final Queue<Long> SEEN = new ConcurrentLinkedQueue<>();

    /** How many calls of {@link #failSometimes} are still to fail. */
    private static final AtomicInteger FAILURES = new AtomicInteger();

    private final Configuration configuration = new Configuration()
            .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
            .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 3)
            .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10));

    @BeforeEach
    void reset() {
        SEEN.clear();
        FAILURES.set(0);
    }

    private MiniCluster cluster(int taskManagers) {
        return MiniCluster.start(new MiniCluster.Settings(configuration, taskManagers, SLOTS));
    }

    private static StreamExecutionEnvironment env(int parallelism) {
        return StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(parallelism);
    }

    private static JobDetails details(JobClient client) {
        return ((ClusterJobClient) client).details().join();
    }

    private static void awaitRunning(JobClient client, int restarts) {
        Eventually.until("all tasks run after " + restarts + " restarts", () -> {
            JobDetails details = details(client);
            return details.summary().restarts() == restarts
                    && details.summary().tasks().running()
                            == details.summary().tasks().total();
        });
    }

    private static WeirException failureOf(JobClient client) {
        return catchThrowableOfType(WeirException.class, () -> {
            try {
                client.getJobExecutionResult().join();
            } catch (CompletionException e) {
                throw e.getCause();
            }
        });
    }

    private static long failSometimes(long value) {
        if (value == 50 && FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("boom");
        }
        return value;
    }

    private static JobClient submitHundred(int parallelism) {
        StreamExecutionEnvironment env = env(parallelism);
        env.fromSequence(1, 100)
                .keyBy(value -> value % 5)
                .map(RestartingJobsTest::failSometimes)
                .addSink((value, context) -> SEEN.add(value));
        return env.executeAsync("hundred");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aJobStartsAgainUntilItSucceeds(int taskManagers) throws Exception {
        FAILURES.set(3);
        try (MiniCluster cluster = cluster(taskManagers)) {
            ClusterExecutor.on(cluster, () -> {
                JobClient client = submitHundred(taskManagers * SLOTS);
                client.getJobExecutionResult().join();
                JobDetails details = details(client);
                assertThat(details.summary().status()).isEqualTo(JobStatus.FINISHED);
                assertThat(details.summary().restarts()).isEqualTo(3);
                assertThat(details.failure()).isNull();
                assertThat(details.pastFailures())
                        .hasSize(3)
                        .allSatisfy(past -> assertThat(past.failure().message()).contains("boom"));
                assertThat(details.restartStrategy()).startsWith("fixed-delay (at most 3 times, after 10 ms)");
            });
        }
        assertThat(SEEN).contains(1L, 50L, 100L);
    }

    @Test
    void aJobThatFailsTooOftenHasFailed() throws Exception {
        FAILURES.set(4);
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                JobClient client = submitHundred(2);
                assertThat(failureOf(client)).hasMessageContaining("boom");
                JobDetails details = details(client);
                assertThat(details.summary().status()).isEqualTo(JobStatus.FAILED);
                assertThat(details.summary().restarts()).isEqualTo(3);
                assertThat(details.pastFailures()).hasSize(3);
                assertThat(details.failure().message()).contains("boom");
            });
        }
    }

    @Test
    void whatCannotSucceedIsNotTriedAgain() throws Exception {
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(1);
                env.readTextFile("no-such-file").addSink((value, context) -> {});
                JobClient client = env.executeAsync("hopeless");
                assertThat(failureOf(client).code()).isEqualTo(ErrorCode.FILE);
                assertThat(details(client).summary().restarts()).isZero();
            });
        }
    }

    @Test
    void aLostTaskManagerIsReplacedAndTheJobGoesOn() throws Exception {
        configuration.set(RestartOptions.FIXED_DELAY_ATTEMPTS, 100);
        try (MiniCluster cluster = cluster(3)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(6);
                Programs.endless(env).addSink((value, context) -> {});
                JobClient client = env.executeAsync("endless");
                awaitRunning(client, 0);
                for (int lost = 1; lost <= 3; lost++) {
                    cluster.stopTaskManager(lost);
                    Eventually.until(
                            "it waits for slots",
                            () -> details(client).summary().status() == JobStatus.RESTARTING
                                    && details(client).summary().tasks().created()
                                            == details(client).summary().tasks().total());
                    assertThat(details(client).failure().code()).isEqualTo(ErrorCode.TASK_MANAGER_LOST);
                    cluster.startTaskManager().join();
                    awaitRunning(client, lost);
                }
                assertThat(details(client).pastFailures())
                        .extracting(past -> past.failure().code())
                        .containsExactly(
                                ErrorCode.TASK_MANAGER_LOST, ErrorCode.TASK_MANAGER_LOST, ErrorCode.TASK_MANAGER_LOST);
                Eventually.until("one source runs", () -> Programs.Endless.running() == 1);
                client.cancel().join();
                assertThat(failureOf(client).code()).isEqualTo(ErrorCode.CANCELED);
                assertNothingIsLeft(cluster, 3);
            });
        }
    }

    @Test
    void spareSlotsAreTakenAtOnce() throws Exception {
        try (MiniCluster cluster = cluster(3)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(4);
                Programs.endless(env).addSink((value, context) -> {});
                JobClient client = env.executeAsync("endless");
                awaitRunning(client, 0);
                cluster.stopTaskManager(0);
                awaitRunning(client, 1);
                client.cancel().join();
                failureOf(client);
                assertNothingIsLeft(cluster, 2);
            });
        }
    }

    @Test
    void slotsThatDoNotComeAreAFailureToo() throws Exception {
        configuration
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 2)
                .set(JobManagerOptions.SLOT_REQUEST_TIMEOUT, Duration.ofMillis(200));
        try (MiniCluster cluster = cluster(2)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(4);
                Programs.endless(env).addSink((value, context) -> {});
                JobClient client = env.executeAsync("endless");
                awaitRunning(client, 0);
                cluster.stopTaskManager(0);
                WeirException failure = failureOf(client);
                assertThat(failure.code()).isEqualTo(ErrorCode.RESOURCES);
                assertThat(failure).hasMessageContaining("needs 4 slots and 2 of them are missing");
                assertThat(details(client).pastFailures())
                        .extracting(past -> past.failure().code())
                        .containsExactly(ErrorCode.RESOURCES, ErrorCode.TASK_MANAGER_LOST);
                assertNothingIsLeft(cluster, 1);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60_000})
    void aJobIsCanceledWhileItWaitsToStartAgain(int delayMillis) throws Exception {
        configuration.set(RestartOptions.FIXED_DELAY, Duration.ofMillis(delayMillis));
        try (MiniCluster cluster = cluster(2)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(4);
                Programs.endless(env).addSink((value, context) -> {});
                JobClient client = env.executeAsync("endless");
                awaitRunning(client, 0);
                cluster.stopTaskManager(1);
                Eventually.until("it restarts", () -> client.getJobStatus().join() == JobStatus.RESTARTING);
                client.cancel().join();
                assertThat(failureOf(client).code()).isEqualTo(ErrorCode.CANCELED);
                assertThat(Programs.Endless.running()).isZero();
                assertNothingIsLeft(cluster, 1);
            });
        }
    }

    @Test
    void onlyTheRegionThatFailedStartsAgain() throws Exception {
        FAILURES.set(2);
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(1);
                long before = Programs.Endless.begun();
                Programs.endless(env).addSink((value, context) -> {});
                env.fromSequence(1, 100).map(RestartingJobsTest::failSometimes).addSink((value, context) -> {
                    if (value == 1) {
                        SEEN.add(value);
                    }
                });
                JobClient client = env.executeAsync("two regions");
                Eventually.until("the second has finished", () -> SEEN.size() == 3);
                assertThat(details(client).summary().restarts()).isEqualTo(2);
                Eventually.until("one source runs", () -> Programs.Endless.running() == 1);
                assertThat(Programs.Endless.begun()).isEqualTo(before + 1);
                client.cancel().join();
                failureOf(client);
            });
        }
    }

    @Test
    void anEnumeratorThatFailsStartsAgainWithItsReaders() throws Exception {
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(1);
                env.fromSource(new FailingSource(), "fails").addSink((value, context) -> {});
                JobClient client = env.executeAsync("enumerator");
                assertThat(failureOf(client)).hasMessageContaining("no splits here");
                assertThat(details(client).summary().restarts()).isEqualTo(3);
                assertThat(details(client).pastFailures()).hasSize(3);
            });
        }
    }

    @Test
    void withoutCheckpointsOrAChoiceOutputIsNotDoubled() throws Exception {
        configuration.remove(RestartOptions.TYPE);
        FAILURES.set(1);
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                JobClient client = submitHundred(1);
                assertThat(failureOf(client)).hasMessageContaining("boom");
                assertThat(details(client).summary().restarts()).isZero();
                assertThat(details(client).restartStrategy()).startsWith("none, there are no checkpoints");
            });
        }
        assertThat(SEEN).doesNotHaveDuplicates();
    }

    @Test
    void resultsThatTheClientHasNotFetchedAreCollectedAnew() throws Exception {
        FAILURES.set(2);
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                List<Long> collected = collect();
                assertThat(collected).hasSize(100).doesNotHaveDuplicates();
            });
        }
    }

    @Test
    void aJobWhoseClientHasFetchedResultsSaysWhyItDoesNotStartAgain() throws Exception {
        FAILURES.set(0);
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                try (var records = env(1).fromSequence(1, Long.MAX_VALUE / 2)
                        .map(value -> {
                            if (FAILURES.get() > 0) {
                                throw new IllegalStateException("boom");
                            }
                            return value;
                        })
                        .executeAndCollect("numbers")) {
                    records.next();
                    FAILURES.set(1);
                    assertThatThrownBy(() -> records.forEachRemaining(value -> {}))
                            .isInstanceOf(WeirException.class)
                            .hasMessageStartingWith("The job 'numbers' (")
                            .hasMessageContaining("boom")
                            .hasMessageContaining("does not start again, because its client has fetched a part of its"
                                    + " results: run the program again, or let it write to a sink");
                }
            });
        }
    }

    @Test
    void whatComesAgainForSureIsAllThatIsSaidOfAJobWhoseClientHasFetchedResults() throws Exception {
        FAILURES.set(0);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, SLOTS))) {
            ClusterExecutor.on(cluster, () -> {
                try (var records = env(1).setRuntimeMode(RuntimeExecutionMode.BATCH)
                        .fromSequence(1, 10_000_000)
                        .map(value -> {
                            if (FAILURES.get() > 0) {
                                throw new IllegalStateException("boom");
                            }
                            return value;
                        })
                        .executeAndCollect("numbers")) {
                    records.next();
                    FAILURES.set(1);
                    assertThatThrownBy(() -> records.forEachRemaining(value -> {}))
                            .isInstanceOf(WeirException.class)
                            .hasMessageContaining("boom")
                            .hasMessageNotContaining("does not start again");
                }
            });
        }
    }

    /** What an attempt wrote before a checkpoint is not published with what the next one writes after it. */
    @Test
    void filesAreThoseOfOneAttemptEvenWithCheckpoints(@TempDir Path directory) throws Exception {
        configuration.set(RestartOptions.FIXED_DELAY_ATTEMPTS, 5);
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                Path output = directory.resolve("out");
                StreamExecutionEnvironment env = env(1).enableCheckpointing(10);
                env.fromSequence(1, 2_000)
                        .map(value -> {
                            LockSupport.parkNanos(50_000);
                            if (value == 1_900 && FAILURES.incrementAndGet() <= 2) {
                                throw new IllegalStateException("boom");
                            }
                            return value;
                        })
                        .map(String::valueOf)
                        .writeAsText(output.toString());
                JobClient client = env.executeAsync("files");
                client.getJobExecutionResult().join();
                assertThat(details(client).summary().restarts()).isEqualTo(2);
                assertThat(Files.readAllLines(output.resolve("part-00000")))
                        .hasSize(2_000)
                        .doesNotHaveDuplicates();
            });
        }
    }

    private static List<Long> collect() {
        List<Long> collected = new ArrayList<>();
        try (var records = env(1).fromSequence(1, 100)
                .map(RestartingJobsTest::failSometimes)
                .executeAndCollect()) {
            records.forEachRemaining(collected::add);
        } catch (WeirException e) {
            // It was faster than the failure: then it has got a part, and is told so.
            assertThat(e).hasMessageContaining("its client has fetched a part of its results");
            return LongStream.rangeClosed(1, 100).boxed().toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return collected;
    }

    private static void assertNothingIsLeft(MiniCluster cluster, int taskManagers) {
        Eventually.until("all slots are free", () -> {
            ClusterInfo info = cluster.dispatcher().clusterInfo().join();
            return info.slots() == taskManagers * SLOTS && info.freeSlots() == taskManagers * SLOTS;
        });
        Eventually.until("no source runs", () -> Programs.Endless.running() == 0);
        Eventually.until("no thread of a job is left", () -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(name -> name.startsWith("jobmanager-") && !name.startsWith("jobmanager-io")
                        || name.startsWith("sources-")
                        || name.startsWith("Source:")));
    }
}

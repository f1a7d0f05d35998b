package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.RecordErrorPolicy;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.functions.SourceFunction;
import io.weir.runtime.client.ClusterJobClient;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobFailureException;
import io.weir.time.Watermark;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of jobs on a cluster in this process, with one TaskManager and with three. */
@Timeout(120)
class MiniClusterTest {
    private static final int SLOTS = 2;
    private static final Queue<Long> SEEN = new ConcurrentLinkedQueue<>();

    private static MiniCluster cluster(int taskManagers) {
        return MiniCluster.start(new MiniCluster.Settings(new Configuration(), taskManagers, SLOTS));
    }

    private static StreamExecutionEnvironment env(int parallelism) {
        return StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(parallelism);
    }

    private static JobDetails details(JobClient client) {
        return ((ClusterJobClient) client).details().join();
    }

    private static void awaitRunning(JobClient client) {
        Eventually.until("all tasks run", () -> {
            JobDetails details = details(client);
            return details.summary().tasks().running()
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

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aJobFinishes(int taskManagers) throws Exception {
        SEEN.clear();
        try (MiniCluster cluster = cluster(taskManagers)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(taskManagers * SLOTS);
                env.fromSequence(1, 100)
                        .map(i -> i * 2)
                        .keyBy(i -> i % 3)
                        .reduce((a, b) -> a + b)
                        .addSink((value, context) -> SEEN.add(value));
                JobClient client = env.executeAsync("sums");
                client.getJobExecutionResult().join();
                JobDetails details = details(client);
                assertThat(details.summary().status()).isEqualTo(JobStatus.FINISHED);
                assertThat(details.summary().name()).isEqualTo("sums");
                assertThat(details.summary().tasks().finished())
                        .isEqualTo(details.summary().tasks().total());
                assertThat(details.summary().endTime())
                        .isGreaterThanOrEqualTo(details.summary().startTime());
                assertThat(details.millisToRunning()).isNotNegative();
                assertThat(details.failure()).isNull();
                assertThat(details.vertices().get(0).io().recordsOut()).isEqualTo(100);
                assertThat(details.vertices().get(1).io().recordsIn()).isEqualTo(100);
            });
        }
        assertThat(SEEN).hasSize(100).contains(3366L);
    }

    /** What was dropped is told by operator, summed over its instances. */
    @Test
    void detailsTellWhatOperatorsHaveCounted() throws Exception {
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(SLOTS).setRuntimeMode(RuntimeExecutionMode.STREAMING);
                env.addSource(new LateSource())
                        .returns(Long.class)
                        .filter(x -> 1 / x > -1)
                        .setParallelism(1) // so that no record overtakes the watermark
                        .name("Not zero")
                        .setRecordErrorPolicy(RecordErrorPolicy.SKIP)
                        .keyBy(x -> x % 3)
                        .window(TumblingEventTimeWindows.of(Duration.ofMillis(10)))
                        .reduce(Long::sum)
                        .name("Sums")
                        .addSink((value, context) -> {});
                JobClient client = env.executeAsync("counts");
                client.getJobExecutionResult().join();
                Map<String, Long> counts = new HashMap<>();
                details(client).vertices().forEach(vertex -> vertex.io()
                        .counts()
                        .forEach(count -> counts.put(count.operator() + "." + count.name(), count.value())));
                assertThat(counts)
                        .containsOnly(
                                Map.entry("Not zero.numRecordsSkipped", 1L),
                                Map.entry("Sums.numLateRecordsDropped", 5L));
            });
        }
    }

    /** Says that it is late, emits five records of before, and one that nobody can divide by. */
    private static final class LateSource implements SourceFunction<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void run(SourceContext<Long> context) {
            context.emitWatermark(new Watermark(100));
            for (long value = 1; value <= 5; value++) {
                context.collectWithTimestamp(value, value);
            }
            context.collectWithTimestamp(0L, 200);
        }

        @Override
        public void cancel() {
            // It ends by itself.
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void resultsComeBack(int taskManagers) throws Exception {
        try (MiniCluster cluster = cluster(taskManagers)) {
            ClusterExecutor.on(cluster, () -> {
                List<Long> collected = new ArrayList<>();
                try (var records = env(taskManagers * SLOTS)
                        .fromSequence(1, 10_000)
                        .map(i -> i + 1)
                        .executeAndCollect()) {
                    records.forEachRemaining(collected::add);
                }
                assertThat(collected).hasSize(10_000).contains(2L, 10_001L).doesNotContain(1L);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFailureNamesItsRootCause(int taskManagers) throws Exception {
        try (MiniCluster cluster = cluster(taskManagers)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(taskManagers * SLOTS);
                Programs.endless(env).map(Programs::failOn7).addSink((value, context) -> {});
                JobClient client = env.executeAsync("fails");
                WeirException failure = failureOf(client);
                assertThat(failure.code()).isEqualTo(ErrorCode.USER_FUNCTION);
                assertThat(failure)
                        .hasMessageContaining("The job 'fails'")
                        .hasMessageContaining("java.lang.IllegalStateException: boom on 7")
                        .hasMessageContaining("on taskmanager-");
                assertThat(failure.getCause()).isInstanceOf(JobFailureException.class);
                StackTraceElement first = failure.getCause().getStackTrace()[0];
                assertThat(first.getClassName()).isEqualTo(Programs.class.getName());
                assertThat(first.getMethodName()).isEqualTo("failOn7");
                JobDetails details = details(client);
                assertThat(details.summary().status()).isEqualTo(JobStatus.FAILED);
                assertThat(details.failure().exceptionClass()).isEqualTo("java.lang.IllegalStateException");
                assertThat(details.summary().tasks().running()).isZero();
                assertThat(Programs.Endless.running()).isZero();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aJobIsCanceled(int taskManagers) throws Exception {
        try (MiniCluster cluster = cluster(taskManagers)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(taskManagers * SLOTS);
                Programs.endless(env).addSink((value, context) -> {});
                JobClient client = env.executeAsync("endless");
                awaitRunning(client);
                assertThat(client.getJobStatus().join()).isEqualTo(JobStatus.RUNNING);
                Eventually.until(
                        "progress shows",
                        () -> details(client).vertices().get(0).io().recordsOut() > 0);
                client.cancel().join();
                assertThat(failureOf(client).code()).isEqualTo(ErrorCode.CANCELED);
                assertThat(client.getJobStatus().join()).isEqualTo(JobStatus.CANCELED);
                assertThat(Programs.Endless.running()).isZero();
                client.cancel().join();
            });
        }
    }

    @Test
    void aLostTaskManagerFailsTheJobAndIsNamed() throws Exception {
        try (MiniCluster cluster = cluster(3)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(6);
                Programs.endless(env).addSink((value, context) -> {});
                JobClient client = env.executeAsync("endless");
                awaitRunning(client);
                cluster.stopTaskManager(1);
                WeirException failure = failureOf(client);
                assertThat(failure.code()).isEqualTo(ErrorCode.TASK_MANAGER_LOST);
                assertThat(failure).hasMessageContaining("The TaskManager taskmanager-2 on localhost was lost");
                assertThat(Programs.Endless.running()).isZero();

                cluster.startTaskManager();
                StreamExecutionEnvironment again = env(6);
                again.fromSequence(1, 10).rebalance().addSink((value, context) -> {});
                again.execute("after the loss");
            });
        }
    }

    @Test
    void missingSlotsAreCounted() throws Exception {
        Configuration configuration =
                new Configuration().set(JobManagerOptions.SLOT_REQUEST_TIMEOUT, Duration.ofMillis(300));
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 1, SLOTS))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(5);
                env.fromSequence(1, 10).addSink((value, context) -> {});
                WeirException failure = failureOf(env.executeAsync("large"));
                assertThat(failure.code()).isEqualTo(ErrorCode.RESOURCES);
                assertThat(failure)
                        .hasMessageContaining("needs 5 slots and 3 of them are missing")
                        .hasMessageContaining("1 TaskManagers with 2 slots, of which 2 are free")
                        .hasMessageContaining("taskmanager.numberOfTaskSlots");
                StreamExecutionEnvironment small = env(2);
                small.fromSequence(1, 10).addSink((value, context) -> {});
                small.execute("small");
            });
        }
    }

    @Test
    void aJobWaitsForATaskManager() throws Exception {
        try (MiniCluster cluster = cluster(0)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = env(2);
                env.fromSequence(1, 10).addSink((value, context) -> {});
                JobClient client = env.executeAsync("waits");
                assertThat(client.getJobStatus().join()).isEqualTo(JobStatus.CREATED);
                cluster.startTaskManager();
                client.getJobExecutionResult().join();
            });
        }
    }

    @Test
    void jobsRunBesideAndAfterEachOther() throws Exception {
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                List<JobClient> clients = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    StreamExecutionEnvironment env = env(1);
                    Programs.endless(env).addSink((value, context) -> {});
                    clients.add(env.executeAsync("endless " + i));
                }
                awaitRunning(clients.get(0));
                awaitRunning(clients.get(1));
                assertThat(clients.get(2).getJobStatus().join()).isEqualTo(JobStatus.CREATED);
                clients.get(0).cancel().join();
                awaitRunning(clients.get(2));
                assertThat(cluster.dispatcher().listJobs().join())
                        .extracting(job -> job.name())
                        .containsExactlyInAnyOrder("endless 0", "endless 1", "endless 2");
            });
        }
        assertThat(Programs.Endless.running())
                .as("closing the cluster cancels its jobs")
                .isZero();
    }
}

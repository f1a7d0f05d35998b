package io.weir.runtime.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.SecurityOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.minicluster.Programs;
import io.weir.runtime.protocol.JobDetails;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A standalone cluster of real processes. */
@Timeout(180)
class ProcessesTest {
    private static final String SECRET = ProcessCluster.SECRET;

    @TempDir
    Path temporary;

    private ProcessCluster cluster;

    @BeforeEach
    void prepare() {
        cluster = new ProcessCluster(temporary);
    }

    @AfterEach
    void killAll() {
        cluster.close();
    }

    private JavaProcess start(Class<?> main, String... arguments) throws IOException {
        return cluster.start(main, arguments);
    }

    private JavaProcess jobManager() throws Exception {
        return cluster.jobManager();
    }

    private JavaProcess taskManager(String id, String... more) throws IOException {
        return cluster.taskManager(id, more);
    }

    private Configuration client() {
        return cluster.client();
    }

    private StreamExecutionEnvironment env() throws IOException {
        return cluster.env(4);
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

    @Test
    void aJobRunsAndAKilledTaskManagerFailsTheNext() throws Exception {
        JavaProcess jobManager = jobManager();
        JavaProcess first = taskManager("tm-first");
        JavaProcess second = taskManager("tm-second");
        first.await("TaskManager tm-first on");
        second.await("TaskManager tm-second on");

        List<Long> collected = new ArrayList<>();
        try (var records = env().fromSequence(1, 1000)
                .map(Programs::twice)
                .keyBy(value -> value % 10)
                .reduce(Long::sum)
                .executeAndCollect()) {
            records.forEachRemaining(collected::add);
        }
        assertThat(collected).hasSize(1000);

        StreamExecutionEnvironment endless = env();
        Programs.endless(endless).addSink((value, context) -> {});
        JobClient job = endless.executeAsync("endless");
        try (WeirClient client = WeirClient.connect(client())) {
            Eventually.until(
                    "all tasks run",
                    () -> client.details(job.getJobID()).summary().tasks().running() > 0
                            && client.details(job.getJobID()).summary().tasks().deploying() == 0);
            first.kill();
            WeirException failure = failureOf(job);
            assertThat(failure.code()).isEqualTo(ErrorCode.TASK_MANAGER_LOST);
            assertThat(failure)
                    .hasMessageContaining("The TaskManager tm-first on")
                    .hasMessageContaining("was lost");
            Eventually.until(
                    "the slots are free again", () -> client.clusterInfo().freeSlots() == 2);
            assertThat(client.clusterInfo().taskManagers()).hasSize(1);

            second.terminate();
            assertThat(second.awaitExit()).isEqualTo(143);
            Eventually.until(
                    "it has said good-bye",
                    () -> client.clusterInfo().taskManagers().isEmpty());
            client.shutdownCluster();
        }
        assertThat(jobManager.awaitExit()).isZero();
        assertThat(jobManager.output()).hasSize(1);
        assertThat(second.output()).hasSize(1);
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files)
                    .as("what is left, but for the killed process")
                    .filteredOn(path -> path.getFileName().toString().startsWith("weir-"))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void aJobGoesOnWhenAKilledTaskManagerIsReplaced() throws Exception {
        JavaProcess jobManager = jobManager();
        List<JavaProcess> taskManagers = new ArrayList<>(List.of(taskManager("tm-0"), taskManager("tm-1")));
        for (JavaProcess process : taskManagers) {
            process.await("TaskManager tm-");
        }
        StreamExecutionEnvironment env = env();
        env.configure(new Configuration()
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 100)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
        Programs.endless(env).addSink((value, context) -> {});
        JobClient job = env.executeAsync("endless");
        try (WeirClient client = WeirClient.connect(client())) {
            for (int kills = 1; kills <= 4; kills++) {
                Eventually.until("all tasks run", () -> allRun(client.details(job.getJobID())));
                taskManagers.remove(0).kill();
                int expected = kills;
                Eventually.until(
                        "it starts again",
                        () -> client.details(job.getJobID()).summary().status() == JobStatus.RESTARTING);
                taskManagers.add(taskManager("tm-" + (kills + 1)));
                Eventually.until("it has started again", () -> {
                    JobDetails details = client.details(job.getJobID());
                    return details.summary().restarts() >= expected && allRun(details);
                });
            }
            assertThat(client.details(job.getJobID()).pastFailures())
                    .extracting(past -> past.failure().code())
                    .contains(ErrorCode.TASK_MANAGER_LOST);
            client.cancel(job.getJobID());
            assertThat(failureOf(job).code()).isEqualTo(ErrorCode.CANCELED);
            Eventually.until("all slots are free", () -> client.clusterInfo().freeSlots() == 4);
            client.shutdownCluster();
        }
        assertThat(jobManager.awaitExit()).isZero();
    }

    private static boolean allRun(JobDetails details) {
        return details.summary().status() == JobStatus.RUNNING
                && details.summary().tasks().running()
                        == details.summary().tasks().total();
    }

    @Test
    void taskManagersEndWithTheirCluster() throws Exception {
        JavaProcess jobManager = jobManager();
        JavaProcess taskManager = taskManager("tm");
        taskManager.await("is ready");
        try (WeirClient client = WeirClient.connect(client())) {
            client.shutdownCluster();
        }
        assertThat(jobManager.awaitExit()).isZero();
        assertThat(taskManager.awaitExit()).isZero();
    }

    @Test
    void aTaskManagerThatLosesTheResourceManagerEndsItself() throws Exception {
        JavaProcess jobManager = jobManager();
        JavaProcess taskManager = taskManager("tm", "-Dheartbeat.interval=100 ms", "-Dheartbeat.timeout=500 ms");
        taskManager.await("is ready");
        jobManager.kill();
        assertThat(taskManager.awaitExit()).isEqualTo(3);
        assertThat(taskManager.output()).last().asString().startsWith("weir: The TaskManager could not register");
    }

    @Test
    void whoDoesNotKnowTheSecretIsTurnedAway() throws Exception {
        jobManager();
        JavaProcess taskManager = taskManager("tm", "-Dsecurity.cluster.secret=" + SECRET.replace('0', '1'));
        assertThat(taskManager.awaitExit()).isEqualTo(3);
        assertThat(taskManager.output()).singleElement().asString().startsWith("weir: ");
        Configuration other = client().set(SecurityOptions.CLUSTER_SECRET, SECRET.replace('0', '1'));
        WeirException failure = catchThrowableOfType(WeirException.class, () -> WeirClient.connect(other));
        assertThat(failure.code()).isEqualTo(ErrorCode.AUTHENTICATION);
    }

    @Test
    void aWrongCommandIsOneLineAndExitCode2() throws Exception {
        JavaProcess unknown = start(StandaloneMain.class, "--nonsense");
        assertThat(unknown.awaitExit()).isEqualTo(2);
        assertThat(unknown.output()).singleElement().asString().contains("weir: There is no argument --nonsense");
        JavaProcess option = start(StandaloneMain.class, "-Djobmanager.rpc.prot=1");
        assertThat(option.awaitExit()).isEqualTo(2);
        assertThat(option.output()).singleElement().asString().contains("jobmanager.rpc.port");
        JavaProcess missing = start(TaskManagerMain.class, "--id", "x");
        assertThat(missing.awaitExit()).isEqualTo(2);
        assertThat(missing.output()).singleElement().asString().contains("--resource-manager is missing");
    }

    @Test
    void anAbsentClusterIsOneLineAndExitCode3() throws Exception {
        cluster.assume("localhost:1");
        JavaProcess taskManager = taskManager("tm", "-Dtaskmanager.registration.timeout=200 ms");
        assertThat(taskManager.awaitExit()).isEqualTo(3);
        assertThat(taskManager.output()).singleElement().asString().startsWith("weir: ");
        WeirException failure = catchThrowableOfType(WeirException.class, () -> WeirClient.connect(client()));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(failure).hasMessageContaining("No cluster answers at localhost:1");
    }
}

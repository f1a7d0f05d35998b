package io.weir.runtime.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.SecurityOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.minicluster.Programs;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A standalone cluster of real processes. */
@Timeout(180)
class ProcessesTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @TempDir
    Path temporary;

    private final List<JavaProcess> processes = new ArrayList<>();
    private String address;

    @AfterEach
    void killAll() {
        processes.forEach(JavaProcess::close);
    }

    private JavaProcess start(Class<?> main, String... arguments) throws IOException {
        JavaProcess process = JavaProcess.start(main, temporary, arguments);
        processes.add(process);
        return process;
    }

    private JavaProcess jobManager() throws Exception {
        JavaProcess process = start(
                StandaloneMain.class,
                "-Djobmanager.rpc.port=0",
                "-Dsecurity.cluster.secret=" + SECRET,
                "-Dslot.request.timeout=30 s");
        Matcher ready = Pattern.compile("JobManager at (\\S+:\\d+) is ready\\.").matcher(process.await("is ready"));
        assertThat(ready.find()).isTrue();
        address = ready.group(1);
        return process;
    }

    private JavaProcess taskManager(String id, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--id",
                id,
                "--resource-manager",
                address,
                "-Dsecurity.cluster.secret=" + SECRET,
                "-Dtaskmanager.numberOfTaskSlots=2"));
        arguments.addAll(List.of(more));
        return start(TaskManagerMain.class, arguments.toArray(String[]::new));
    }

    private Configuration client() {
        int colon = address.lastIndexOf(':');
        return new Configuration()
                .set(JobManagerOptions.ADDRESS, address.substring(0, colon))
                .set(JobManagerOptions.PORT, Integer.parseInt(address.substring(colon + 1)))
                .set(SecurityOptions.CLUSTER_SECRET, SECRET);
    }

    /** Packs this test's classes and the API: what a program brings with it. */
    private Path programJar() throws IOException {
        Path jar = temporary.resolve("program.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Class<?> type : List.of(ProcessesTest.class, StreamExecutionEnvironment.class)) {
                Path classes = Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().getPath());
                if (Files.isDirectory(classes)) {
                    addClasses(classes, entries);
                } else {
                    // A build that has packaged the API already tests with its jar.
                    try (FileSystem packaged = FileSystems.newFileSystem(classes)) {
                        addClasses(packaged.getPath("/"), entries);
                    }
                }
            }
        }
        return jar;
    }

    private static void addClasses(Path root, JarOutputStream entries) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                entries.putNextEntry(new JarEntry(root.relativize(file).toString()));
                entries.write(Files.readAllBytes(file));
            }
        }
    }

    private StreamExecutionEnvironment env() throws IOException {
        Configuration cluster = client();
        return StreamExecutionEnvironment.createRemoteEnvironment(
                        cluster.get(JobManagerOptions.ADDRESS),
                        cluster.get(JobManagerOptions.PORT),
                        new Configuration().set(SecurityOptions.CLUSTER_SECRET, SECRET),
                        programJar().toString())
                .setParallelism(4);
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
        address = "localhost:1";
        JavaProcess taskManager = taskManager("tm", "-Dtaskmanager.registration.timeout=200 ms");
        assertThat(taskManager.awaitExit()).isEqualTo(3);
        assertThat(taskManager.output()).singleElement().asString().startsWith("weir: ");
        WeirException failure = catchThrowableOfType(WeirException.class, () -> WeirClient.connect(client()));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(failure).hasMessageContaining("No cluster answers at localhost:1");
    }
}

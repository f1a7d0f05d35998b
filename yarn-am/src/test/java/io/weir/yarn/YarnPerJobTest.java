package io.weir.yarn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.TaskManagerOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutors;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.TaskCounts;
import io.weir.testing.hadoop.MiniHadoop;
import io.weir.testing.hadoop.MiniHadoopExtension;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(MiniHadoopExtension.class)
class YarnPerJobTest {
    private YarnTestCluster yarn;
    private DeployingExecutor executor;

    @BeforeEach
    void deployTo(MiniHadoop hadoop) throws Exception {
        yarn = YarnTestCluster.on(hadoop);
    }

    @AfterEach
    void close() {
        PlanExecutors.setContext(null);
        if (executor != null && executor.cluster() != null) {
            executor.cluster().close();
        }
    }

    private StreamExecutionEnvironment environment(Configuration options) {
        executor = yarn.executor(options);
        PlanExecutors.setContext(executor);
        return StreamExecutionEnvironment.getExecutionEnvironment();
    }

    @Test
    void runsAJobAndLeavesNothingButTheLibrary() throws Exception {
        Configuration options = yarn.options("finished");

        assertThat(TestPrograms.squares(environment(options)))
                .containsExactly(1L, 4L, 9L, 16L, 25L, 36L, 49L, 64L, 81L, 100L);

        ApplicationReport report = yarn.ended(executor.cluster().applicationId(), options);
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(report.getName()).isEqualTo("squares");
        assertThat(report.getApplicationType()).isEqualTo("Weir");
        assertThat(yarn.leftOvers("finished")).isEmpty();
        List<FileStatus> library = library("finished");
        assertThat(library).isNotEmpty();
        executor.cluster().close();

        assertThat(TestPrograms.squares(environment(options))).hasSize(10);
        yarn.ended(executor.cluster().applicationId(), options);
        assertThat(library("finished")).as("nothing was uploaded again").isEqualTo(library);
    }

    /** The ApplicationMaster does not find the file under the path that the client knows. */
    @Test
    void bringsLocalFilesThatFunctionsAskFor(@TempDir java.nio.file.Path directory) throws Exception {
        java.nio.file.Path file = Files.writeString(directory.resolve("local"), "hello");
        java.nio.file.Path relative = java.nio.file.Path.of("").toAbsolutePath().relativize(file.toAbsolutePath());
        Configuration options = yarn.options("cached");

        assertThat(TestPrograms.greeting(environment(options)
                        .configure(new Configuration()
                                .set(CoreOptions.CACHED_FILES, List.of("name:greeting,path:" + relative)))))
                .containsExactly("hello");

        yarn.ended(executor.cluster().applicationId(), options);
        assertThat(yarn.leftOvers("cached")).isEmpty();
    }

    @Test
    void tellsTheClientAndYarnWhyAJobFailed() throws Exception {
        Configuration options = yarn.options("failed");
        StreamExecutionEnvironment environment = environment(options);

        assertThatThrownBy(() -> TestPrograms.fail(environment))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("three is too much")
                .cause()
                .satisfies(cause ->
                        assertThat(cause.getStackTrace()[0].getMethodName()).isEqualTo("failOnThree"));

        ApplicationReport report = yarn.ended(executor.cluster().applicationId(), options);
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
        assertThat(report.getDiagnostics()).contains("three is too much").contains("TestPrograms.failOnThree");
        assertThat(yarn.leftOvers("failed")).isEmpty();
    }

    @Test
    void failsTheJobWhenATaskManagersContainerIsKilled() throws Exception {
        Configuration options = yarn.options("killed");
        StreamExecutionEnvironment environment = environment(options);
        environment.addSource(new TestPrograms.Endless()).addSink(new TestPrograms.NoSink());
        JobClient job = environment.executeAsync("endless");
        String application = executor.cluster().applicationId();
        YarnTestCluster.await(
                "a running task",
                () -> executor.cluster().client().details(job.getJobID()).millisToRunning() >= 0);

        assertThat(yarn.taskManagers(application)).hasSize(1).allMatch(ProcessHandle::destroyForcibly);

        String container = "container" + application.substring("application".length());
        assertThatThrownBy(() -> job.getJobExecutionResult().get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessageContaining(container)
                .hasMessageContaining("SIGKILL");
        ApplicationReport report = yarn.ended(application, options);
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
        assertThat(report.getDiagnostics()).contains(container);
        assertThat(yarn.leftOvers("killed")).isEmpty();
    }

    @Test
    void goesOnInAnotherContainerWhenATaskManagersContainerIsKilled() throws Exception {
        Configuration options = yarn.options("replaced")
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 5);
        StreamExecutionEnvironment environment = environment(options);
        environment.addSource(new TestPrograms.Endless()).addSink(new TestPrograms.NoSink());
        JobClient job = environment.executeAsync("endless");
        String application = executor.cluster().applicationId();
        YarnTestCluster.await("a running task", () -> runs(job));

        assertThat(yarn.taskManagers(application)).hasSize(1).allMatch(ProcessHandle::destroyForcibly);

        YarnTestCluster.await(
                "a running task in another container",
                () -> details(job).summary().restarts() == 1 && runs(job));
        String container = "container" + application.substring("application".length());
        YarnTestCluster.await("YARN's word on the container", () -> details(job).pastFailures().stream()
                .anyMatch(past -> past.failure().message().contains(container)
                        && past.failure().message().contains("SIGKILL")));
        job.cancel().get(60, TimeUnit.SECONDS);
        // The application waits for its client to hear of the end.
        assertThatThrownBy(() -> job.getJobExecutionResult().get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
        yarn.ended(application, options);
        assertThat(yarn.leftOvers("replaced")).isEmpty();
    }

    private JobDetails details(JobClient job) {
        return executor.cluster().client().details(job.getJobID());
    }

    private boolean runs(JobClient job) {
        TaskCounts tasks = details(job).summary().tasks();
        return tasks.running() == tasks.total();
    }

    @Test
    void cancelsAJob() throws Exception {
        Configuration options = yarn.options("canceled");
        StreamExecutionEnvironment environment = environment(options);
        environment.addSource(new TestPrograms.Endless()).addSink(new TestPrograms.NoSink());
        JobClient job = environment.executeAsync("endless");

        job.cancel().get(60, TimeUnit.SECONDS);

        assertThatThrownBy(() -> job.getJobExecutionResult().get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
        ApplicationReport report = yarn.ended(executor.cluster().applicationId(), options);
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.KILLED);
        assertThat(yarn.leftOvers("canceled")).isEmpty();
    }

    @Test
    void cleansUpAfterAnApplicationMasterThatWasKilled() throws Exception {
        Configuration options = yarn.options("lost");
        StreamExecutionEnvironment environment = environment(options);
        environment.addSource(new TestPrograms.Endless()).addSink(new TestPrograms.NoSink());
        environment.executeAsync("endless");
        String application = executor.cluster().applicationId();
        assertThat(yarn.leftOvers("lost")).containsExactly(application);

        yarn.containers(application).forEach(ProcessHandle::destroyForcibly);
        ApplicationReport report = yarn.ended(application, options);
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);

        executor.cluster().close();
        executor = null;
        assertThat(yarn.leftOvers("lost")).isEmpty();
    }

    @Test
    void deletesWhatAnApplicationLeftThatNobodyWaitedFor() throws Exception {
        Configuration options = yarn.options("abandoned");
        TestPrograms.squares(environment(options));
        String ended = executor.cluster().applicationId();
        yarn.ended(ended, options);
        executor.cluster().close();
        String ofAnotherCluster = "application_1700000000000_0001";
        try (FileSystem files = yarn.files()) {
            files.mkdirs(new Path("/tests/abandoned/" + ended));
            files.mkdirs(new Path("/tests/abandoned/" + ofAnotherCluster));
        }

        TestPrograms.squares(environment(options));

        yarn.ended(executor.cluster().applicationId(), options);
        assertThat(yarn.leftOvers("abandoned")).containsExactly(ofAnotherCluster);
    }

    @Test
    void leavesNothingWhenAnUploadFails() throws Exception {
        Configuration options = yarn.options("refused").setString("yarn.ship-files", "/no/such/file");
        StreamExecutionEnvironment environment = environment(options);

        assertThatThrownBy(() -> TestPrograms.squares(environment)).hasMessageContaining("/no/such/file");

        assertThat(yarn.leftOvers("refused")).isEmpty();
    }

    @Test
    void refusesWhatNoContainerCanHold() {
        Configuration options = yarn.options("large").setString(TaskManagerOptions.PROCESS_SIZE.key(), "1tb");
        StreamExecutionEnvironment environment = environment(options);

        assertThatThrownBy(() -> TestPrograms.squares(environment))
                .isInstanceOf(WeirException.class)
                .hasMessage(
                        "The option taskmanager.memory.process.size is 1024 gb, but the largest container of this YARN"
                                + " cluster has 8 gb.");
    }

    private List<FileStatus> library(String name) throws Exception {
        try (FileSystem files = yarn.files()) {
            return Arrays.asList(files.globStatus(new Path("/tests/" + name + "/lib-cache/*/*")));
        }
    }
}

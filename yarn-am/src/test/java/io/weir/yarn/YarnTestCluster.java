package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.EnvironmentOptions;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.HighAvailabilityType;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.TaskManagerOptions;
import io.weir.configuration.YarnOptions;
import io.weir.examples.batch.WordCount;
import io.weir.testing.hadoop.MiniHadoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;

/** The embedded Hadoop with a distribution and a program to deploy to it; one for all tests of the module. */
final class YarnTestCluster {
    private static YarnTestCluster instance; // tests run on one thread

    private final MiniHadoop hadoop;
    private final Path program;
    private final Path examples;

    private YarnTestCluster(MiniHadoop hadoop) throws IOException {
        this.hadoop = hadoop;
        Path directory = Files.createTempDirectory(hadoop.directory(), "weir-");
        TestDistribution.install(directory.resolve("distribution"));
        this.program = TestDistribution.programJar(TestPrograms.class, directory.resolve("program.jar"));
        this.examples = TestDistribution.programJar(WordCount.class, directory.resolve("examples.jar"));
    }

    static YarnTestCluster on(MiniHadoop hadoop) throws IOException {
        if (instance == null) {
            instance = new YarnTestCluster(hadoop);
        }
        return instance;
    }

    /** Returns options with small processes and a staging directory of its own under a name. */
    Configuration options(String name) {
        return new Configuration()
                .set(
                        EnvironmentOptions.HADOOP_CONF_DIRECTORY,
                        hadoop.configurationDirectory().toString())
                .set(JobManagerOptions.PROCESS_SIZE, MemorySize.ofMebiBytes(768))
                .set(TaskManagerOptions.PROCESS_SIZE, MemorySize.ofMebiBytes(1024))
                .set(TaskManagerOptions.NUMBER_OF_TASK_SLOTS, 1)
                .set(YarnOptions.CONTAINER_REQUEST_INTERVAL, Duration.ofMillis(100))
                .set(YarnOptions.PROPERTIES_FILE_LOCATION, hadoop.directory().toString())
                .set(YarnOptions.STAGING_DIRECTORY, "/tests/" + name);
    }

    /** Lets one ApplicationMaster follow the other. */
    Configuration followed(Configuration options) {
        return options.set(HighAvailabilityOptions.TYPE, HighAvailabilityType.ZOOKEEPER)
                .set(HighAvailabilityOptions.STORAGE_DIR, hadoop.fileSystemUri() + "/tests/ha")
                .set(HighAvailabilityOptions.ZOOKEEPER_QUORUM, hadoop.zooKeeperAddress())
                .set(YarnOptions.ATTEMPT_FAILURES_VALIDITY, Duration.ofSeconds(1));
    }

    DeployingExecutor executor(Configuration options) {
        return new DeployingExecutor(options, List.of(program), new Configuration());
    }

    DeployingExecutor examples(Configuration options, Configuration programOptions) {
        return new DeployingExecutor(options, List.of(examples), programOptions);
    }

    List<Path> programJars() {
        return List.of(program);
    }

    List<Path> exampleJars() {
        return List.of(examples);
    }

    FileSystem files() throws IOException {
        return FileSystem.newInstance(hadoop.configuration());
    }

    /** Returns what is left in a staging directory beside the library. */
    List<String> leftOvers(String name) throws IOException {
        try (FileSystem files = files()) {
            return Stream.of(files.listStatus(new org.apache.hadoop.fs.Path("/tests/" + name)))
                    .map(FileStatus::getPath)
                    .map(org.apache.hadoop.fs.Path::getName)
                    .filter(file -> !file.equals("lib-cache"))
                    .toList();
        }
    }

    /** Waits until YARN says that an application has ended. */
    ApplicationReport ended(String application, Configuration options) throws Exception {
        try (YarnConnection yarn = YarnConnection.open(options)) {
            ApplicationId id = ApplicationId.fromString(application);
            await("the end of " + application, () -> YarnCluster.hasEnded(yarn.report(id)));
            // A report that was taken in between may lack the final status.
            await(
                    "its containers",
                    () -> yarn.report(id).getYarnApplicationState() != YarnApplicationState.RUNNING
                            && containers(application).isEmpty());
            return yarn.report(id);
        }
    }

    /** Returns the processes of an application's containers. */
    List<ProcessHandle> containers(String application) {
        String number = application.substring("application".length());
        return ProcessHandle.allProcesses()
                .filter(process -> workingDirectory(process).contains(number + "/container_"))
                .toList();
    }

    /** Returns the JVMs of an application's TaskManagers. */
    List<ProcessHandle> taskManagers(String application) {
        return containers(application, "TaskManagerMain");
    }

    /** Returns the JVMs of an application's ApplicationMasters: one, or for a moment none. */
    List<ProcessHandle> applicationMasters(String application) {
        return containers(application, ApplicationMaster.class.getName());
    }

    private List<ProcessHandle> containers(String application, String mainClass) {
        return containers(application).stream()
                .filter(process -> process.info().command().orElse("").endsWith("java")
                        && process.info().commandLine().orElse("").contains(mainClass))
                .toList();
    }

    private static String workingDirectory(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.call()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not happen in time: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}

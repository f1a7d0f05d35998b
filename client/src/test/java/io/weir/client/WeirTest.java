package io.weir.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.configuration.YarnOptions;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.OperatorCount;
import io.weir.runtime.protocol.TaskCounts;
import io.weir.runtime.protocol.TaskIo;
import io.weir.runtime.protocol.VertexDetails;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands in this process, with captured streams and clusters in memory. */
class WeirTest {
    /** A program whose first argument says what it does. */
    private static final String PROGRAM = """
            package com.example;

            import io.weir.configuration.Configuration;
            import io.weir.execution.PlanExecutors;
            import io.weir.plan.Plan;
            import java.util.List;

            public class Job {
                public static void main(String[] args) throws Exception {
                    System.out.println("args " + List.of(args));
                    if (args.length == 0) {
                        return;
                    }
                    if (args[0].equals("throw")) {
                        new Job().fail();
                    }
                    Configuration configuration = PlanExecutors.context().configuration();
                    PlanExecutors.context().submit(new Plan("job", List.of(), configuration))
                            .getJobExecutionResult().get();
                    System.out.println("after the job");
                }

                void fail() {
                    throw new IllegalStateException("boom", new RuntimeException("why"));
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path jar;

    private final FakeClusters clusters = new FakeClusters();
    private ByteArrayOutputStream out;
    private ByteArrayOutputStream err;

    @BeforeAll
    static void compile() throws IOException {
        jar = TestJars.jar(directory, "com.example.Job", PROGRAM, "com.example.Job");
    }

    @BeforeEach
    void empty() {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
    }

    private int weir(String... args) {
        PrintStream stdout = System.out;
        PrintStream capture = new PrintStream(out, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        try {
            Console console = new Console(capture, new PrintStream(err, true, StandardCharsets.UTF_8), false, Map.of());
            return Weir.execute(console, clusters, args);
        } finally {
            System.setOut(stdout);
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void assertComplaint(String... parts) {
        assertThat(err().strip()).startsWith("weir: ").doesNotContain("\n").contains(parts);
        assertThat(out()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithACommand() {
        assertThat(weir("rum", "x.jar")).isEqualTo(ExitCode.USAGE);
        assertComplaint("There is no command 'rum'. Did you mean 'run'? See 'weir --help'.");
    }

    @Test
    void saysWhichOptionWasMeant() {
        assertThat(weir("run", "--targt", "local", "x.jar")).isEqualTo(ExitCode.USAGE);
        assertComplaint("There is no option '--targt'. Did you mean '--target'? See 'weir run --help'.");
    }

    @Test
    void saysWhichArgumentIsMissing() {
        assertThat(weir("run", "-t", "local")).isEqualTo(ExitCode.USAGE);
        assertComplaint("The command needs <jar>.");
        empty();
        assertThat(weir("cancel")).isEqualTo(ExitCode.USAGE);
        assertComplaint("The command needs <job>.");
        empty();
        assertThat(weir("list", "now")).isEqualTo(ExitCode.USAGE);
        assertComplaint("A job id has 32 hexadecimal digits", "now");
        empty();
        assertThat(weir("run", "-p", "many", jar.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("'many'");
    }

    @Test
    void showsItsUsageWithoutACommand() {
        assertThat(weir()).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("run", "list", "cancel", "info");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "info", "list", "cancel", "verify"})
    void everyCommandHasHelpWithExamples(String command) {
        assertThat(weir(command, "--help")).isZero();
        assertThat(out()).contains("Usage: weir " + command, "Examples:", "  weir " + command);
        empty();
        assertThat(weir("help", command)).isZero();
        assertThat(out()).contains("Usage: weir " + command);
    }

    @Test
    void knowsItsVersion() {
        assertThat(weir("--version")).isZero();
        assertThat(out()).matches("(?s)Weir \\d+\\.\\d+.*");
    }

    @Test
    void saysWhatIsWrongWithAJar() throws IOException {
        assertThat(weir("run", "missing.jar")).isEqualTo(ExitCode.USAGE);
        assertComplaint("There is no file missing.jar.");
        empty();
        Path text = Files.writeString(directory.resolve("text.jar"), "no zip at all, but some text");
        assertThat(weir("run", text.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("text.jar is no jar");
        empty();
        assertThat(weir("run", directory.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("is a directory, not a jar.");
        empty();
        assertThat(weir("run", "-c", "org.example.Job", jar.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("There is no class org.example.Job in", "Did you mean com.example.Job?");
    }

    @Test
    void saysWhatIsWrongWithAMainClass() throws IOException {
        Path plain =
                TestJars.jar(directory, "Plain", "public class Plain { public void main(String[] args) {} }", null);
        assertThat(weir("run", plain.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("names no Main-Class: give the main class with -c.");
        empty();
        assertThat(weir("run", "-c", "Plain", plain.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("The class Plain has no public static void main(String[])");
    }

    @Test
    void refusesUnknownOptionsOfTheConfiguration() {
        assertThat(weir("run", "-Dparalelism.default=2", jar.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("Did you mean 'parallelism.default'?");
        empty();
        assertThat(weir("run", "-Dparallelism.default=two", jar.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("The option parallelism.default cannot be 'two'");
        empty();
        assertThat(weir("run", "-Dparallelism.default", jar.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err()).startsWith("weir: ");
    }

    @ParameterizedTest
    @CsvSource({"lokal,local", "yarn-perjob,yarn-per-job", "yarn-sesion,yarn-session"})
    void saysWhichTargetWasMeant(String given, String meant) {
        assertThat(weir("run", "-t", given, jar.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("There is no target '" + given + "'. Did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"master", "master:", ":6123", "master:99999", "master:x"})
    void saysWhatAddressesLookLike(String address) {
        assertThat(weir("list", "-m", address)).isEqualTo(ExitCode.USAGE);
        assertComplaint("The option -m takes host:port", address);
    }

    @Test
    void passesOptionsOnToTheCluster() {
        assertThat(weir("run", "-m", "[::1]:7000", "-p", "3", "-D", "pipeline.name=x", jar.toString(), "go", "-p", "9"))
                .isZero();
        assertThat(clusters.configuration.get(JobManagerOptions.ADDRESS)).isEqualTo("::1");
        assertThat(clusters.configuration.get(JobManagerOptions.PORT)).isEqualTo(7000);
        assertThat(clusters.configuration.get(ExecutionOptions.TARGET)).isEqualTo("remote");
        assertThat(clusters.configuration.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(3);
        assertThat(clusters.configuration.get(CoreOptions.PIPELINE_NAME)).isEqualTo("x");
        assertThat(clusters.configuration.get(CoreOptions.PIPELINE_JARS))
                .containsExactly(jar.toAbsolutePath().toString());
        assertThat(out()).contains("args [go, -p, 9]");
    }

    @Test
    void understandsTheFlagsThatUsersOfYarnKnow() {
        assertThat(weir(
                        "run",
                        "-m",
                        "yarn-cluster",
                        "-yjm",
                        "1024",
                        "-ytm",
                        "2g",
                        "-ys",
                        "2",
                        "-yqu",
                        "q",
                        "-ynm",
                        "n",
                        "-yD",
                        "yarn.tags=a",
                        "-yd",
                        jar.toString(),
                        "go"))
                .isZero();
        assertThat(clusters.configuration.get(ExecutionOptions.TARGET)).isEqualTo("yarn-per-job");
        assertThat(clusters.configuration.get(ExecutionOptions.ATTACHED)).isFalse();
        assertThat(clusters.configuration.get(JobManagerOptions.PROCESS_SIZE).bytes())
                .isEqualTo(1L << 30);
        assertThat(clusters.configuration.get(TaskManagerOptions.PROCESS_SIZE).bytes())
                .isEqualTo(2L << 30);
        assertThat(clusters.configuration.get(TaskManagerOptions.NUMBER_OF_TASK_SLOTS))
                .isEqualTo(2);
        assertThat(clusters.configuration.get(YarnOptions.APPLICATION_QUEUE)).isEqualTo("q");
        assertThat(clusters.configuration.get(YarnOptions.APPLICATION_NAME)).isEqualTo("n");
        assertThat(clusters.configuration.get(YarnOptions.TAGS)).containsExactly("a");
    }

    @Test
    void reportsTheEndOfAJobBeforeTheProgramGoesOn() {
        assertThat(weir("run", jar.toString(), "go")).isZero();
        assertThat(out())
                .matches("(?s)args \\[go]\\R"
                        + "Job has been submitted with JobID [0-9a-f]{32}\\R"
                        + "Restart strategy: none, as restart-strategy\\.type says\\.\\R"
                        + "Job [0-9a-f]{32} \\(job\\) finished after 1\\.234 s\\.\\R"
                        + "after the job\\R");
        assertThat(err()).isEmpty();
    }

    @Test
    void reportsJobsAsJson() {
        assertThat(weir("run", "--json", jar.toString(), "go")).isZero();
        assertThat(out())
                .containsPattern("\\{\"jobId\":\"[0-9a-f]{32}\",\"name\":\"job\",\"status\":\"FINISHED\","
                        + "\"runtimeMillis\":1234,\"millisToRunning\":(null|\\d+)}");
    }

    @Test
    void endsAfterSubmissionWhenDetached() {
        clusters.failure = new FailureInfo("late", "x.Y", "x.Y: late", ErrorCode.USER_FUNCTION, "", "");
        assertThat(weir("run", "-d", jar.toString(), "go")).isZero();
        assertThat(out())
                .contains("Job has been submitted with JobID", "after the job")
                .doesNotContain("finished");
    }

    @Test
    void showsWhatMainThrewWithoutTheFramesThatCalledIt() {
        assertThat(weir("run", jar.toString(), "throw")).isEqualTo(ExitCode.FAILED);
        assertThat(err())
                .startsWith("java.lang.IllegalStateException: boom" + System.lineSeparator()
                        + "\tat com.example.Job.fail(Job.java:24)" + System.lineSeparator()
                        + "\tat com.example.Job.main(Job.java:15)" + System.lineSeparator()
                        + "Caused by: java.lang.RuntimeException: why")
                .doesNotContain("reflect", "io.weir.client")
                .endsWith("weir: The program's main method failed." + System.lineSeparator());
    }

    @Test
    void showsWhyAJobFailedWithTheUsersFramesOnly() {
        String trace = String.join(
                "\n",
                "java.lang.IllegalStateException: bad record",
                "\tat com.example.Job$Check.map(Job.java:3)",
                "\tat io.weir.runtime.operators.MapOperator.collect(MapOperator.java:9)",
                "\tat java.base/java.lang.Thread.run(Thread.java:840)",
                "Caused by: java.lang.RuntimeException: deeper",
                "\tat com.example.Job$Check.deeper(Job.java:4)",
                "\t... 3 more");
        clusters.failure = new FailureInfo(
                "java.lang.IllegalStateException: bad record",
                "java.lang.IllegalStateException",
                trace,
                ErrorCode.USER_FUNCTION,
                "Check (1/2)",
                "host:1");
        assertThat(weir("run", jar.toString(), "go")).isEqualTo(ExitCode.FAILED);
        assertThat(err().lines())
                .containsExactly(
                        "java.lang.IllegalStateException: bad record",
                        "\tat com.example.Job$Check.map(Job.java:3)",
                        "Caused by: java.lang.RuntimeException: deeper",
                        "\tat com.example.Job$Check.deeper(Job.java:4)",
                        "weir: Job 'job' failed: java.lang.IllegalStateException: bad record [task Check (1/2) on"
                                + " host:1]");
        assertThat(out()).doesNotContain("finished", "after the job");
    }

    @Test
    void tellsScriptsHowAJobFailed() {
        clusters.failure = new FailureInfo(
                "bad record", "java.lang.Exception", "the trace", ErrorCode.USER_FUNCTION, "Check (1/2)", "host:1");
        assertThat(weir("run", "--json", jar.toString(), "go")).isEqualTo(ExitCode.FAILED);
        assertThat(out().lines().filter(line -> line.startsWith("{")))
                .singleElement()
                .asString()
                .matches("\\{\"jobId\":\"[0-9a-f]{32}\",\"name\":\"job\",\"status\":\"FAILED\",\"failure\":\\{"
                        + "\"message\":\"bad record\",\"code\":\"USER_FUNCTION\",.*}}");
    }

    @Test
    void showsNoTraceWhereASentenceWillDo() {
        clusters.failure = new FailureInfo(
                "The container c_1 on host h ended.",
                WeirException.class.getName(),
                "io.weir.util.WeirException: The container\n\tat io.weir.Some.where(Some.java:1)",
                ErrorCode.TASK_MANAGER_LOST,
                "",
                "");
        assertThat(weir("run", jar.toString(), "go")).isEqualTo(ExitCode.FAILED);
        assertThat(err())
                .isEqualTo("weir: Job 'job' failed: The container c_1 on host h ended." + System.lineSeparator());
        empty();
        assertThat(weir("run", "-v", jar.toString(), "go")).isEqualTo(ExitCode.FAILED);
        assertThat(err()).contains("\tat io.weir.Some.where(Some.java:1)");
    }

    @ParameterizedTest
    @CsvSource({"UNREACHABLE,3", "AUTHENTICATION,3", "RESOURCES,3", "INVALID_PROGRAM,2", "FILE,2", "INTERNAL,1"})
    void exitCodesTellWhoseTurnItIs(ErrorCode code, int exitCode) {
        clusters.refusal = new WeirException(code, "It does not work.");
        assertThat(weir("run", jar.toString(), "go")).isEqualTo(exitCode);
        assertThat(err()).startsWith("weir: It does not work.").hasLineCount(1);
        empty();
        assertThat(weir("list")).isEqualTo(exitCode);
        assertComplaint("It does not work.");
    }

    @Test
    void saysThatAProgramHasNoJob() {
        assertThat(weir("run", jar.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err()).isEqualTo("weir: " + FailureReport.NO_JOB + System.lineSeparator());
        assertThat(weir("info", jar.toString())).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void listsJobs() {
        TaskCounts tasks = new TaskCounts(0, 0, 2, 0, 0, 0, 0);
        JobId running = JobId.random();
        JobId ended = JobId.random();
        clusters.jobs.add(new JobSummary(running, "now", JobStatus.RUNNING, 1_700_000_000_000L, -1, tasks, 2));
        clusters.jobs.add(new JobSummary(ended, "then", JobStatus.FINISHED, 0, 5, tasks, 0));
        assertThat(weir("list")).isZero();
        assertThat(out())
                .matches("\\d\\d\\.11\\.2023 \\d\\d:\\d\\d:20 : " + running + " : now \\(RUNNING, 2 restarts\\)\\R");
        assertThat(clusters.configuration.get(ExecutionOptions.TARGET)).isEqualTo("remote");
        empty();
        assertThat(weir("list", "-a")).isZero();
        assertThat(out()).contains(running.value(), ended.value());
        empty();
        assertThat(weir("list", "--scheduled")).isZero();
        assertThat(out()).contains("There are no such jobs").doesNotContain(running.value());
        empty();
        assertThat(weir("list", "-a", "--json", "-yid", "application_1_1")).isZero();
        assertThat(out())
                .startsWith("[{\"jobId\":\"" + running + "\",\"name\":\"now\",\"status\":\"RUNNING\","
                        + "\"startTime\":\"2023-11-14T22:13:20Z\",\"endTime\":null,\"tasks\":{\"total\":2,");
        assertThat(clusters.configuration.get(ExecutionOptions.TARGET)).isEqualTo("yarn-session");
    }

    @Test
    void showsWhatOneJobHasDone() {
        TaskCounts tasks = new TaskCounts(0, 0, 2, 0, 0, 0, 0);
        JobId job = JobId.random();
        JobSummary summary = new JobSummary(job, "now", JobStatus.RUNNING, 1_700_000_000_000L, -1, tasks, 0);
        TaskIo io = new TaskIo(7, 5, 0, 0, List.of(new OperatorCount("Window", "numLateRecordsDropped", 3)));
        VertexDetails vertex =
                new VertexDetails(new VertexId("1"), "Window -> Map", 2, tasks, io, 0, List.of("3 of 8"));
        clusters.details.add(new JobDetails(summary, List.of(vertex), 2, 2, 5, null, "", List.of(), List.of()));
        assertThat(weir("list", job.value())).isZero();
        assertThat(out())
                .contains(
                        "Window -> Map x 2: 7 records in, 5 out",
                        "    adapted: 3 of 8",
                        "    Window: numLateRecordsDropped 3");
        empty();
        assertThat(weir("list", "--json", job.value())).isZero();
        assertThat(out())
                .startsWith("{\"jobId\":\"" + job + "\",\"name\":\"now\"")
                .contains(
                        "\"recordsIn\":7",
                        "\"adapted\":[\"3 of 8\"]",
                        "\"counts\":{\"Window\":{\"numLateRecordsDropped\":3}}");
        empty();
        assertThat(weir("list", JobId.random().value())).isEqualTo(ExitCode.USAGE);
        assertComplaint("There is no job");
    }

    @Test
    void cancelsJobs() {
        JobId job = JobId.random();
        assertThat(weir("cancel", "12")).isEqualTo(ExitCode.USAGE);
        assertComplaint("A job id has 32 hexadecimal digits", "12");
        empty();
        assertThat(weir("cancel", job.value())).isEqualTo(ExitCode.USAGE);
        assertComplaint("There is no job " + job);
        empty();
        clusters.jobs.add(new JobSummary(job, "now", JobStatus.RUNNING, 0, -1, TaskCounts.of(List.of()), 0));
        assertThat(weir("cancel", job.value())).isZero();
        assertThat(clusters.canceled).containsExactly(job);
        assertThat(out()).contains("The job " + job + " was told to cancel.");
    }

    @Test
    void explainsTheMemoryOfAProcess() {
        assertThat(weir("memory", "explain", "-tm", "4096", "-Dtaskmanager.memory.network.max=256mb"))
                .isZero();
        assertThat(out().lines().map(String::strip))
                .contains(
                        "TaskManager",
                        "Process                 4096.0 mb",
                        "Network                  256.0 mb   taskmanager.memory.network.fraction, .min, .max",
                        "JobManager",
                        "Process                 1024.0 mb")
                .anyMatch(line -> line.startsWith("JVM flags: -Xms"));
        empty();
        assertThat(weir("memory", "explain", "--json")).isZero();
        assertThat(out())
                .startsWith("{\"taskManager\":{\"process\":1811939328,\"parts\":[{\"name\":\"Framework heap\","
                        + "\"size\":134217728,\"origin\":\"taskmanager.memory.framework.heap.size\"}")
                .contains("\"jvmFlags\":[\"-Xms");
        empty();
        assertThat(weir("memory", "explain", "-tm", "100")).isEqualTo(ExitCode.USAGE);
        assertComplaint("taskmanager.memory.process.size is 100 mb, which is too small for its parts");
        empty();
        assertThat(weir("memory")).isEqualTo(ExitCode.USAGE);
        assertComplaint("The command is not complete; there is 'weir memory explain'.");
        empty();
        assertThat(weir("memory", "explian")).isEqualTo(ExitCode.USAGE);
        assertComplaint("There is no command 'explian'. Did you mean 'explain'?");
    }

    @Test
    void saysHowAnOptionIsWritten() {
        assertThat(weir("run", "-Dparallelism", jar.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("The option -D takes key=value, as in -Dparallelism.default=4, not 'parallelism'.");
        empty();
        assertThat(weir("run", "-x", jar.toString())).isEqualTo(ExitCode.USAGE);
        assertComplaint("There is no option '-x'. See 'weir run --help'.");
    }
}

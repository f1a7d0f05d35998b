package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dist.Distribution.Result;
import io.weir.dist.Distribution.Running;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The targets on YARN, with the real distribution against the embedded Hadoop in a process of its own. */
@ExtendWith(EmbeddedHadoopExtension.class)
class YarnTest {
    @TempDir
    static Path directory;

    private static Distribution weir;
    private static EmbeddedHadoop hadoop;
    private static String jobs;

    @BeforeAll
    static void start(EmbeddedHadoop shared) throws Exception {
        hadoop = shared;
        weir = new Distribution(directory)
                .with("HADOOP_CONF_DIR", hadoop.configuration().toString());
        weir.configure(Map.of(
                "jobmanager.memory.process.size", "640 mb",
                "taskmanager.memory.process.size", "800 mb",
                "yarn.properties-file.location", directory.toString()));
        jobs = JobJar.make(directory).toString();
    }

    private static String application(Result result) {
        return Text.find("application_\\d+_\\d+", result.out());
    }

    private static void awaitEnd(String application) throws Exception {
        Waiting.until(application + " has ended", () -> !EmbeddedHadoop.field(
                        hadoop.yarn("/apps/" + application), "finalStatus")
                .equals("UNDEFINED"));
    }

    @Test
    void countsWordsOnHdfsInAnApplicationOfItsOwn() throws Exception {
        Path text = Text.generate(directory.resolve("text.txt"), 3000);
        hadoop.files("-mkdir", "-p", "/count/in");
        hadoop.files("-put", text.toString(), "/count/in/text.txt");
        Result result = weir.weir(
                "run",
                "-t",
                "yarn-per-job",
                "-p",
                "2",
                "-c",
                "io.weir.examples.streaming.WordCount",
                weir.example("WordCount"),
                "--input",
                "hdfs:///count/in",
                "--output",
                "hdfs:///count/out");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(hadoop.files("-cat", "/count/out/*").lines().sorted()).isEqualTo(Text.counts(text));
        awaitEnd(application(result));
        assertThat(EmbeddedHadoop.field(hadoop.yarn("/apps/" + application(result)), "finalStatus"))
                .isEqualTo("SUCCEEDED");
        assertThat(hadoop.files("-ls", "/user/*/.weir")).contains("lib-cache").doesNotContain(application(result));
    }

    @Test
    void computesWindowsInAnApplicationOfItsOwn() throws Exception {
        Result result = weir.weir(
                "run", "-t", "yarn-per-job", "-p", "2", weir.example("SessionWindowing"), "--output", "hdfs:///visits");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(hadoop.files("-cat", "/visits/*").lines().sorted().toList()).isEqualTo(Text.VISITS_OF_THE_SAMPLE);
        awaitEnd(application(result));
    }

    @Test
    void bothTheUserAndYarnLearnWhyAJobFailed() throws Exception {
        Result result = weir.weir("run", "-t", "yarn-per-job", "-c", "com.example.jobs.Failing", jobs);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("java.lang.IllegalStateException: number 42 is bad" + System.lineSeparator()
                        + "\tat com.example.jobs.Failing.check(Failing.java:");
        awaitEnd(application(result));
        String report = hadoop.yarn("/apps/" + application(result));
        assertThat(EmbeddedHadoop.field(report, "finalStatus")).isEqualTo("FAILED");
        assertThat(EmbeddedHadoop.field(report, "diagnostics")).contains("number 42 is bad");
    }

    @Test
    void anInterruptEndsTheApplication() throws Exception {
        Running running = weir.start("weir", "run", "-t", "yarn-per-job", "-c", "com.example.jobs.Endless", jobs);
        Waiting.until("the job runs", () -> Files.readString(running.err()).contains("running"));
        running.process().destroy();
        Result result = running.await(Duration.ofSeconds(60));
        assertThat(result.err()).contains("Canceling job", "has ended.");
        awaitEnd(application(result));
    }

    @Test
    void aTaskManagerThatIsKilledFailsTheJobAndLeavesNothing() throws Exception {
        Running running = weir.start(
                "weir", "run", "-t", "yarn-per-job", "-c", "com.example.jobs.Endless", jobs, "hdfs:///killed/out");
        Waiting.until(
                "the job runs",
                () -> Files.readString(running.err()).contains("tasks: ")
                        && Files.readString(running.err()).contains(" running"));
        String application = Text.find("application_\\d+_\\d+", hadoop.files("-ls", "/user/*/.weir"));

        hadoop.processes(application).stream()
                .filter(process -> process.info().commandLine().orElse("").contains("TaskManagerMain"))
                .forEach(ProcessHandle::destroyForcibly);

        Result result = running.await(Duration.ofSeconds(60));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err())
                .contains("container" + application.substring("application".length()))
                .contains("SIGKILL");
        awaitEnd(application);
        Waiting.until(
                "its processes have ended", () -> hadoop.processes(application).isEmpty());
        assertThat(hadoop.files("-ls", "/user/*/.weir")).doesNotContain(application);
        assertThat(hadoop.files("-ls", "-R", "/killed")).doesNotContain("part-").doesNotContain("out/");
    }

    @Test
    void anInterruptWhileItIsSubmittedLeavesNothing() throws Exception {
        Running running = weir.start(
                "weir",
                "run",
                "-t",
                "yarn-per-job",
                "-Dyarn.application.name=early",
                "-c",
                "com.example.jobs.Endless",
                jobs);
        Waiting.until("YARN has it", () -> hadoop.yarn("/apps").contains("\"name\":\"early\""));
        running.process().destroy();
        Result result = running.await(Duration.ofSeconds(60));
        assertThat(result.err()).doesNotContain("\tat ");
        String apps = hadoop.yarn("/apps?applicationTags=&states=");
        String early =
                Text.find("application_\\d+_\\d+", apps.substring(apps.lastIndexOf("{", apps.indexOf("\"early\""))));
        awaitEnd(early);
        assertThat(hadoop.files("-ls", "/user/*/.weir")).doesNotContain(early);
    }

    @Test
    void aSessionTakesJobsUntilItIsStopped() throws Exception {
        Result started = weir.script("yarn-session.sh", "-d", "-nm", "a session");
        assertThat(started.exitCode()).as(started.err()).isZero();
        String session = application(started);
        assertThat(started.out()).contains("echo stop | yarn-session.sh -id " + session);

        Result submitted = weir.weir("run", "-t", "yarn-session", "-d", "-c", "com.example.jobs.Endless", jobs);
        assertThat(submitted.exitCode()).as(submitted.err()).isZero();
        String job = Text.find("[0-9a-f]{32}", submitted.out());
        Waiting.until(
                "the job runs",
                () -> weir.weir("list", "-t", "yarn-session").out().contains(job + " : Endless (RUNNING)"));
        assertThat(weir.weir("cancel", "-yid", session, job).exitCode()).isZero();

        Result counted =
                weir.weir("run", "-t", "yarn-session", "-Dyarn.application.id=" + session, weir.example("WordCount"));
        assertThat(counted.exitCode()).as(counted.err()).isZero();

        Running stopping = weir.start("yarn-session.sh", "-id", session);
        stopping.process().getOutputStream().write("stop\n".getBytes(StandardCharsets.UTF_8));
        stopping.process().getOutputStream().close();
        Result stopped = stopping.await(Duration.ofSeconds(60));
        assertThat(stopped.exitCode()).as(stopped.err()).isZero();
        awaitEnd(session);
        assertThat(hadoop.files("-ls", "/user/*/.weir")).doesNotContain(session);

        Result late = weir.weir("list", "-t", "yarn-session", "-Dyarn.application.id=" + session);
        assertThat(late.exitCode()).isEqualTo(3);
        assertThat(late.err().strip()).startsWith("weir: ").contains(session).doesNotContain("\n");
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Result input =
                weir.weir("run", "-t", "yarn-per-job", weir.example("WordCount"), "--input", "hdfs:///no/such/file");
        assertThat(input.err().strip())
                .startsWith("weir: ")
                .contains("/no/such/file")
                .doesNotContain("\n");
        assertThat(input.exitCode()).isEqualTo(2);

        Path nowhere = Files.createDirectories(directory.resolve("nowhere"));
        Files.copy(hadoop.configuration().resolve("core-site.xml"), nowhere.resolve("core-site.xml"));
        Files.writeString(
                nowhere.resolve("yarn-site.xml"),
                "<configuration><property><name>yarn.resourcemanager.address</name><value>127.0.0.1:1</value>"
                        + "</property></configuration>");
        Distribution lost = new Distribution(Files.createDirectories(directory.resolve("lost")))
                .with("HADOOP_CONF_DIR", nowhere.toString());
        Result unreachable = lost.weir("run", "-t", "yarn-per-job", weir.example("WordCount"));
        assertThat(unreachable.exitCode()).as(unreachable.err()).isEqualTo(3);
        assertThat(unreachable.err().lines().filter(line -> line.startsWith("weir: ")))
                .hasSize(1);
        assertThat(unreachable.err()).contains("127.0.0.1:1").doesNotContain("\tat ");
    }
}

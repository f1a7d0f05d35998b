package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dist.Distribution.Result;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster of the real distribution: a JobManager and two TaskManagers in real processes, one of them on what
 * the scripts take for another host, which a stand-in for ssh reaches.
 */
class StandaloneClusterTest {
    /** A name of this host by which the scripts do not know it. */
    private static final String MASTER = "LocalHost";

    private static final String WORKER = "worker.test";

    @TempDir
    static Path directory;

    private static Distribution weir;
    private static String jobs;
    private static int port;
    private static Result started;

    @BeforeAll
    static void start() throws Exception {
        weir = new Distribution(directory);
        jobs = JobJar.make(directory).toString();
        port = freePort();
        weir.configure(Map.of(
                "jobmanager.rpc.address", MASTER,
                "jobmanager.rpc.port", String.valueOf(port),
                "jobmanager.memory.process.size", "640 mb",
                "taskmanager.memory.process.size", "800 mb",
                "taskmanager.numberOfTaskSlots", "2"));
        Files.write(directory.resolve("conf/workers"), List.of("localhost", WORKER + " # the second"));
        weir.with("PATH", fakeSsh() + File.pathSeparator + System.getenv("PATH"));
        weir.with("WEIR_SSH_OPTS", "-o BatchMode=yes");
        started = weir.script("start-cluster.sh");
    }

    @AfterAll
    static void stop() throws Exception {
        Result stopped = weir.script("stop-cluster.sh");
        assertThat(stopped.exitCode()).as(stopped.err()).isZero();
        assertThat(stopped.out())
                .contains("Stopped the jobmanager")
                .containsPattern("Stopped the taskmanager \\(process \\d+\\) on " + WORKER);
        assertThat(Files.readAllLines(directory.resolve("ssh.log")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(WORKER + " WEIR_CONF_DIR=")
                                .contains("/bin/taskmanager.sh start"),
                        line -> assertThat(line)
                                .startsWith(WORKER + " WEIR_CONF_DIR=")
                                .contains("/bin/taskmanager.sh stop-all"));
        assertThat(processes()).isEmpty();
    }

    /** Makes a command that runs what it is given here, with as little around it as sshd gives. */
    private static Path fakeSsh() throws IOException {
        Path ssh = Files.createDirectories(directory.resolve("fake")).resolve("ssh");
        Files.writeString(ssh, """
                #!/usr/bin/env bash
                while [ "$1" = -o ]; do shift 2; done
                host=$1
                [ "$2" = -- ] || exit 255
                shift 2
                echo "$host $*" >>"%1$s/ssh.log"
                exec env -i HOME="$HOME" JAVA_HOME="%2$s" PATH="$PATH" HOSTNAME="$host" \\
                  WEIR_PID_DIR="%1$s/pid-$host" WEIR_LOG_DIR="%1$s/log-$host" bash -c "$*"
                """.formatted(directory, System.getProperty("java.home")));
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        return ssh.getParent();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The processes that belong to this test: its directory is in their command lines. */
    private static List<String> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(process -> process.info().commandLine().orElse(""))
                    .filter(line -> line.contains(directory.toString()) && line.contains("io.weir.runtime.entrypoint"))
                    .toList();
        }
    }

    @Test
    void saysWhatItStarted() throws Exception {
        assertThat(started.exitCode()).as(started.err()).isZero();
        assertThat(started.out()).contains("JobManager at " + MASTER + ":" + port + " is ready.");
        assertThat(started.out().lines().filter(line -> line.startsWith("TaskManager ") && line.contains("ready")))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("TaskManager " + WORKER + "-") && line.contains("log-" + WORKER));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("conf/cluster.secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void countsWords() throws Exception {
        Path text = Text.generate(directory.resolve("text.txt"), 5000);
        Path output = directory.resolve("out");
        Result result = weir.weir(
                "run",
                "-t",
                "remote",
                "-p",
                "4",
                "-c",
                "io.weir.examples.streaming.WordCount",
                weir.example("WordCount"),
                "--input",
                text.toString(),
                "--output",
                output.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Text.linesIn(output)).isEqualTo(Text.counts(text));
    }

    @Test
    void computesWindows() throws Exception {
        Path output = directory.resolve("visits");
        Result result = weir.weir(
                "run", "-t", "remote", "-p", "4", weir.example("SessionWindowing"), "--output", output.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Text.linesIn(output)).isEqualTo(Text.VISITS_OF_THE_SAMPLE);
    }

    @Test
    void listsAndCancelsADetachedJob() throws Exception {
        Result submitted = weir.weir("run", "-m", "localhost:" + port, "-d", "-c", "com.example.jobs.Endless", jobs);
        assertThat(submitted.exitCode()).as(submitted.err()).isZero();
        Matcher id = Pattern.compile("JobID ([0-9a-f]{32})").matcher(submitted.out());
        assertThat(id.find()).isTrue();
        Waiting.until(
                "the job runs", () -> weir.weir("list", "-r").out().contains(id.group(1) + " : Endless (RUNNING)"));
        Result canceled = weir.weir("cancel", id.group(1));
        assertThat(canceled.exitCode()).as(canceled.err()).isZero();
        Waiting.until(
                "the job has ended",
                () -> weir.weir("list", "--all").out().contains(id.group(1) + " : Endless (CANCELED)"));
        assertThat(weir.weir("list", "--json").out()).doesNotContain(id.group(1));
    }

    @Test
    void showsTheUsersFramesFirst() throws Exception {
        Result result = weir.weir("run", "-t", "remote", "-c", "com.example.jobs.Failing", jobs);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("java.lang.IllegalStateException: number 42 is bad" + System.lineSeparator()
                        + "\tat com.example.jobs.Failing.check(Failing.java:");
    }

    @Test
    void saysThatNobodyAnswersOrThatTheSecretIsWrong() throws Exception {
        Result nobody = weir.weir("list", "-m", "localhost:" + freePort());
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.err().strip())
                .startsWith("weir: No cluster answers at localhost:")
                .doesNotContain("\n");
        Result stranger = weir.weir("list", "-Dsecurity.cluster.secret=not-the-one-of-this-cluster");
        assertThat(stranger.exitCode()).isEqualTo(3);
        assertThat(stranger.err().strip())
                .startsWith("weir: ")
                .contains("secret")
                .doesNotContain("\n");
    }

    @Test
    void refusesASecondJobManager() throws Exception {
        Result second = weir.script("jobmanager.sh", "start");
        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err()).contains("A JobManager of this configuration runs already");
        assertThat(weir.script("jobmanager.sh", "begin").exitCode()).isEqualTo(2);
        assertThat(weir.script("taskmanager.sh", "start", "-Dno.such.key=1").err())
                .contains("no.such.key");
    }

    @Test
    void refusesToStartWhatCouldNotMeet() throws Exception {
        Distribution other = new Distribution(Files.createDirectories(directory.resolve("other")));
        Files.write(directory.resolve("other/conf/workers"), List.of("localhost", "elsewhere.test"));
        Result unreachable = other.script("start-cluster.sh");
        assertThat(unreachable.exitCode()).isEqualTo(2);
        assertThat(unreachable.err().strip())
                .startsWith("weir: The host elsewhere.test cannot reach a JobManager at localhost: set"
                        + " jobmanager.rpc.address")
                .doesNotContain("\n");

        assertThat(directory.resolve("other/conf/cluster.secret")).doesNotExist();
        Result stranger = other.script("taskmanager.sh", "start", "-Djobmanager.rpc.address=master.test");
        assertThat(stranger.exitCode()).isEqualTo(2);
        assertThat(stranger.err().strip())
                .startsWith("weir: There is no cluster secret in ")
                .contains("copy it from the JobManager's host, master.test")
                .doesNotContain("\n");
    }
}

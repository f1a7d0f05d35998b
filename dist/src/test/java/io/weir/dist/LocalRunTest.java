package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dist.Distribution.Result;
import io.weir.dist.Distribution.Running;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target local of the real distribution, in real processes. */
class LocalRunTest {
    private static final String WORD_COUNT = "io.weir.examples.streaming.WordCount";

    @TempDir
    static Path directory;

    private static Distribution weir;
    private static String jobs;

    @BeforeAll
    static void prepare() throws IOException {
        weir = new Distribution(directory);
        jobs = JobJar.make(directory).toString();
    }

    @Test
    void countsWordsOfADirectory() throws Exception {
        Path input = Files.createDirectories(directory.resolve("in put"));
        Path text = Text.generate(input.resolve("text.txt"), 5000);
        Path output = directory.resolve("out put");
        Result result = weir.weir(
                "run",
                "-t",
                "local",
                "-p",
                "3",
                "-c",
                WORD_COUNT,
                weir.example("WordCount"),
                "--input",
                input.toString(),
                "--output",
                output.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .containsPattern("Job has been submitted with JobID [0-9a-f]{32}\\R")
                .containsPattern("Job [0-9a-f]{32} \\(WordCount\\) finished after \\d+\\.\\d{3} s\\.");
        assertThat(Text.linesIn(output)).isEqualTo(Text.counts(text));
    }

    @Test
    void bothInterfacesCountAlike() throws Exception {
        Path text = Text.generate(directory.resolve("batch.txt"), 500);
        Path output = directory.resolve("batch-out");
        Result result = weir.weir(
                "run", weir.example("BatchWordCount"), "--input", text.toString(), "--output", output.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Text.linesIn(output)).isEqualTo(Text.counts(text));
    }

    @Test
    void printsWithoutAnOutput() throws Exception {
        Result result = weir.weir("run", weir.example("WordCount"));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).containsPattern("(?m)weir,4$");
    }

    @Test
    void countsWordsOfASocketAsTheyCome() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Running running = weir.start(
                    "weir", "run", weir.example("SocketWordCount"), "--port", String.valueOf(server.getLocalPort()));
            try (Socket client = server.accept()) {
                client.getOutputStream().write("a b, A\n".getBytes(StandardCharsets.UTF_8));
                Waiting.until("the second a is counted", () -> Files.readString(running.out())
                        .contains("a,2"));
                client.getOutputStream().write("the last line".getBytes(StandardCharsets.UTF_8));
            }
            Result result = running.await(Duration.ofSeconds(60));
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).contains("a,1", "b,1", "line,1");
        }
    }

    @Test
    void explainsWithoutRunning() throws Exception {
        Path output = directory.resolve("never");
        Result result = weir.weir("info", weir.example("WordCount"), "--output", output.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("{").contains("Words").contains("Counts");
        assertThat(output).doesNotExist();
    }

    @Test
    void showsTheUsersFramesFirst() throws Exception {
        Result result = weir.weir("run", "-c", "com.example.jobs.Failing", jobs);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("java.lang.IllegalStateException: number 42 is bad" + System.lineSeparator()
                        + "\tat com.example.jobs.Failing.check(Failing.java:")
                .doesNotContain("\tat io.weir.");
        assertThat(result.err().strip().lines().reduce((first, last) -> last).orElseThrow())
                .startsWith("weir: ")
                .contains("Failing", "number 42 is bad", "Check");
    }

    @Test
    void saysWhatIsWrongInOneLine() throws Exception {
        assertUsage(weir.weir("run", "missing.jar"), "There is no file missing.jar");
        assertUsage(weir.weir("run", home("conf/weir.yaml")), "is no jar");
        assertUsage(weir.weir("run", "-c", "com.example.Nothing", jobs), "There is no class com.example.Nothing");
        assertUsage(weir.weir("run", jobs), "names no Main-Class");
        assertUsage(weir.weir("run", "-c", "com.example.jobs.Misfits", jobs), "did not call execute()");
        assertUsage(weir.weir("run", "-q", jobs), "There is no option '-q'");
        assertUsage(
                weir.weir(
                        "run",
                        weir.example("WordCount"),
                        "--input",
                        directory.resolve("nowhere").toString()),
                "nowhere");
        assertUsage(weir.weir("run", weir.example("SocketWordCount")), "The program needs the argument --port");
        assertUsage(
                weir.weir("run", weir.example("WordCount"), "--inputt", "text.txt"),
                "There is no argument --inputt; the program takes --input, --output");
    }

    @Test
    void showsWhatMainThrew() throws Exception {
        Result result = weir.weir("run", "-c", "com.example.jobs.Misfits", jobs, "1.1.");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().lines())
                .containsExactly(
                        "java.lang.IllegalArgumentException: no such date: 1.1.",
                        "\tat com.example.jobs.Misfits.main(Misfits.java:9)",
                        "weir: The program's main method failed.");
    }

    @Test
    void anInterruptCancelsTheJob() throws Exception {
        Running running = weir.start("weir", "run", "-c", "com.example.jobs.Endless", jobs);
        Waiting.until("the job prints", () -> Files.readString(running.out()).contains("> 1"));
        running.process().destroy(); // SIGTERM, which ends a JVM as SIGINT does
        Result result = running.await(Duration.ofSeconds(30));
        assertThat(result.err())
                .contains("Canceling job")
                .contains("has ended.")
                .doesNotContain("weir: ");
    }

    private static String home(String path) {
        return weir.home().resolve(path).toString();
    }

    private static void assertUsage(Result result, String message) {
        assertThat(result.err().strip()).startsWith("weir: ").contains(message).doesNotContain("\n");
        assertThat(result.exitCode()).isEqualTo(2);
    }
}

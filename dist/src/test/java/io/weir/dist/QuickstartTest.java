package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.dist.Distribution.Result;
import io.weir.dist.Distribution.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/quickstart} as a newcomer types it: an embedded Hadoop that lives as long as the command. */
class QuickstartTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Ctrl-C reaches all processes of the terminal, also where the build itself was started without one. */
    private static final List<String> OWN_TERMINAL = List.of("setsid", "env", "--default-signal=INT");

    @TempDir
    Path directory;

    private Distribution weir;
    private Path temporary;

    @BeforeEach
    void prepare() throws IOException {
        weir = new Distribution(directory);
        weir.configure(Map.of(
                "jobmanager.memory.process.size", "640 mb",
                "taskmanager.memory.process.size", "800 mb",
                "taskmanager.numberOfTaskSlots", "2"));
        temporary = Files.createDirectories(directory.resolve("tmp"));
        weir.with("TMPDIR", temporary.toString());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        Waiting.until("all processes have ended", () -> processes().isEmpty());
        assertThat(temporary).isEmptyDirectory();
    }

    /** Whatever works in the directory of this test: the daemons, the containers, the commands. */
    private List<String> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(process -> process.info().commandLine().orElse(""))
                    .filter(line -> line.contains(temporary.toString()))
                    .toList();
        }
    }

    @Test
    void countsTheWordsOfAFile() throws Exception {
        Path text = directory.resolve("a text [1].txt");
        Files.writeString(text, "The weir, the River;\nthe water behind the weir\n\nriver_2 RIVER!\n");
        Result result = weir.start("quickstart", text.toString()).await(PATIENCE);
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.out().lines())
                .containsSubsequence(
                        "The ten most frequent words:",
                        "the 4",
                        "river 2",
                        "weir 2",
                        "behind 1",
                        "river_2 1",
                        "water 1",
                        "11 words in all, 6 of them distinct.");
        assertThat(result.out())
                .containsPattern(
                        "From submission to the first running task: \\d+\\.\\d s\\. The job ran \\d+\\.\\d s\\.");
    }

    @Test
    void anInterruptLeavesNothing() throws Exception {
        assumeTrue(hasOwnTerminal(), "needs setsid and env --default-signal");
        Running running = weir.start(Stream.of(
                        OWN_TERMINAL,
                        List.of(weir.home().resolve("bin/quickstart").toString()))
                .flatMap(List::stream)
                .toList());
        long group = running.process().pid(); // the first process of a new session leads its group
        try {
            Waiting.until("the application is being submitted", () -> Files.readString(running.err())
                    .contains("Starting a YARN application"));
        } finally {
            weir.start(List.of("kill", "-INT", "--", "-" + group)).await(PATIENCE);
        }
        Result result = running.await(PATIENCE);
        assertThat(result.out()).contains("Stopping the embedded Hadoop").doesNotContain("most frequent");
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(130);
    }

    private boolean hasOwnTerminal() throws InterruptedException {
        try {
            List<String> command =
                    Stream.concat(OWN_TERMINAL.stream(), Stream.of("true")).toList();
            return weir.start(command).await(PATIENCE).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

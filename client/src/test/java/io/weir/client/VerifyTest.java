package io.weir.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir verify} with real processes: it says so where records come twice, and that all is well where it is. */
@Timeout(240)
class VerifyTest {
    /** Counts by key, to files that hold each line once, or to a file that each attempt appends to. */
    private static final String PROGRAM = """
            package com.example;

            import io.weir.connector.file.BasePathBucketAssigner;
            import io.weir.connector.file.FileSink;
            import io.weir.connector.file.SimpleStringEncoder;
            import io.weir.datastream.DataStream;
            import io.weir.datastream.StreamExecutionEnvironment;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.nio.file.StandardOpenOption;
            import java.util.List;
            import java.util.concurrent.locks.LockSupport;

            public class Sums {
                public static void main(String[] args) throws Exception {
                    long numbers = Long.parseLong(args[1]);
                    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
                    DataStream<String> lines = env.fromSequence(0, numbers - 1)
                            .map(Sums::slowly)
                            .map(number -> new Sum(number % 10, 1))
                            .keyBy(Sum::key)
                            .reduce((one, other) -> new Sum(one.key(), one.count() + other.count()))
                            .map(Sum::toString);
                    if (!args[2].equals("direct")) {
                        lines.sinkTo(FileSink.forRowFormat(args[0], new SimpleStringEncoder<String>())
                                .withBucketAssigner(new BasePathBucketAssigner<>())
                                .build());
                    } else {
                        Path file = Path.of(args[0], "lines");
                        Files.createDirectories(file.getParent());
                        String name = file.toString();
                        lines.addSink((line, context) -> Files.write(
                                Path.of(name), List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
                    }
                    env.execute("sums");
                }

                public record Sum(long key, long count) {}

                static long slowly(long number) {
                    LockSupport.parkNanos(200_000);
                    return number;
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path jar;

    private final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private List<Path> before;

    @BeforeAll
    static void compile() throws IOException {
        jar = TestJars.jar(directory, "com.example.Sums", PROGRAM, "com.example.Sums");
    }

    @BeforeEach
    void look() throws IOException {
        before = left();
    }

    @AfterEach
    void leavesNothingBehind() throws IOException {
        assertThat(left()).isEqualTo(before);
        try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
            assertThat(children.filter(ProcessHandle::isAlive)
                            .filter(child -> child.info().command().orElse("").endsWith("java")))
                    .isEmpty();
        }
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("weir-verify-"))
                    .toList();
        }
    }

    private int verify(String... arguments) {
        List<String> all = new ArrayList<>(List.of("verify", jar.toString(), "-Dtaskmanager.memory.process.size=1gb"));
        all.addAll(List.of(arguments));
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                Map.of());
        return Weir.execute(console, new Clusters(console), all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void outputThatIsWrittenOnceSurvivesKills() throws Exception {
        int exitCode =
                verify("--kill-tm", "1", "--kill-jm", "1", "-p", "2", "--json", "--", "{output}", "20000", "once");
        assertThat(exitCode).as(out() + err()).isZero();
        JsonNode verdict = new ObjectMapper().readTree(out());
        assertThat(verdict.get("equal").booleanValue()).isTrue();
        assertThat(verdict.get("kills").findValuesAsText("process"))
                .hasSize(2)
                .anyMatch(process -> process.startsWith("jm-"))
                .anyMatch(process -> process.startsWith("tm-"));
        assertThat(verdict.get("undisturbed").get("records").longValue()).isEqualTo(20_000);
        JsonNode last = verdict.get("disturbed").get(verdict.get("disturbed").size() - 1);
        assertThat(last.get("records").longValue()).isEqualTo(20_000);
        assertThat(last.get("checkpoints").intValue()).isPositive();
    }

    @Test
    void recordsThatComeTwiceAreShown() {
        int exitCode = verify(
                "--kill-tm",
                "1",
                "--seed",
                "3",
                "-p",
                "1",
                "--task-managers",
                "1",
                "--",
                "{output}",
                "16000",
                "direct");
        assertThat(exitCode).as(out() + err()).isEqualTo(ExitCode.FAILED);
        assertThat(out())
                .contains("The seed is 3.", "Killed tm-1 after ", "Undisturbed run: 16000 records in 1 files")
                .contains("Different (seed 3): 0 records are missing, ", "  too many: Sum[key=")
                .doesNotContain("Two undisturbed runs differ");
    }

    @Test
    void aProgramThatFailsByItselfIsNotDisturbed() {
        assertThat(verify("--kill-tm", "1", "--task-managers", "1", "-p", "1", "--", "{output}", "0", "once"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err()).contains("A sequence goes up", "weir: The program has failed, undisturbed.");
    }

    @Test
    void saysThatSomethingHasToBeKilled() {
        assertThat(verify("--", "{output}", "10", "once")).isEqualTo(ExitCode.USAGE);
        assertThat(err())
                .contains("The options --kill-tm and --kill-jm take whole numbers, and one of them at least 1.");
    }

    @Test
    void saysWhereTheOutputHasToBeNamed() {
        assertThat(verify("--kill-tm", "1", "--", "out", "10", "once")).isEqualTo(ExitCode.USAGE);
        assertThat(err().strip())
                .startsWith("weir: None of the program's arguments holds {output}")
                .doesNotContain("\n");
    }
}

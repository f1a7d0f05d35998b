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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example of the distribution runs with one command. What they compute is tested where they are. */
class ExamplesRunTest {
    @TempDir
    static Path directory;

    private static Distribution weir;

    @BeforeAll
    static void prepare() throws IOException {
        weir = new Distribution(directory);
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                example("SessionWindowing", "10\\.0\\.0\\.\\d,2015-05-17T[^,]+,2015-05-17T[^,]+,\\d", List.of()),
                example("PageViewAlerts", "10\\.0\\.0\\.1,2015-05-17T10:00:00Z,3", List.of()),
                example("AsyncEnrichment", "10\\.0\\.0\\..+", List.of()),
                example("TopSpeedWindowing", "[^,]+(,[^,]+)+", List.of("--cars", "3", "--reports", "3000")),
                example("WindowJoin", "[^,]+,\\d+,\\d+", List.of("--people", "4", "--payments", "300")),
                example(
                        "IncrementalLearning",
                        "[^,]+(,[^,]+)+",
                        List.of("--sensors", "2", "--measurements", "1000", "--questions", "50")),
                example("ConnectedComponents", "\\d+,\\d+", List.of()),
                example("PageRank", "\\d+,0\\.\\d+", List.of("--iterations", "3")),
                example("TransitiveClosure", "\\d+,\\d+", List.of()),
                example("EnumTriangles", "\\d+,\\d+,\\d+", List.of()),
                example("KMeans", "\\d,-?[0-9.]+,-?[0-9.]+", List.of("--iterations", "3")),
                example("LinearRegression", "-?[0-9.]+,-?[0-9.]+", List.of("--iterations", "3")),
                example("BestFilms", "[0-9.]+,\\d+,.+", List.of()),
                example("TpchQuery3", "\\d+\\|[0-9.]+\\|[0-9-]+\\|0", List.of()),
                example("TpchQuery10", "\\d+\\|[^|]+\\|[0-9.]+\\|-?[0-9.]+(\\|[^|]+){4}", List.of()),
                example("WebLogAnalysis", "\\d+,[^,]+,\\d+", List.of()),
                example("PiEstimation", "3\\.1\\d+", List.of("--samples", "1000000")),
                example("StateMachine", "\\d+,[A-Z_]+,[A-Z_]+", List.of("--events", "20000", "--error-rate", "0.01")));
    }

    private static Arguments example(String name, String result, List<String> arguments) {
        return Arguments.of(name, result, arguments);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void runs(String name, String expected, List<String> arguments) throws Exception {
        Path output = directory.resolve(name);
        List<String> command = new ArrayList<>(List.of("run", "-p", "2", weir.example(name)));
        command.addAll(arguments);
        command.addAll(List.of("--output", output.toString()));
        Result result = weir.weir(command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Text.linesIn(output)).isNotEmpty().allMatch(line -> line.matches(expected));
    }

    @Test
    void windowWordCountRuns() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Running running = weir.start(
                    "weir",
                    "run",
                    weir.example("WindowWordCount"),
                    "--port",
                    String.valueOf(server.getLocalPort()),
                    "--window",
                    "200");
            try (Socket client = server.accept()) {
                client.getOutputStream().write("a b, A\n".getBytes(StandardCharsets.UTF_8));
                Waiting.until("the window is over", () -> Files.readString(running.out())
                        .contains("a,2"));
            }
            Result result = running.await(Duration.ofSeconds(60));
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).contains("b,1");
        }
    }
}

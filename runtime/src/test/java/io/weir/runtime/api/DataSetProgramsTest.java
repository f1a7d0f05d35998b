package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.file.WriteMode;
import io.weir.dataset.Aggregations;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole DataSet programs, run in this process through all layers. */
@Timeout(120)
class DataSetProgramsTest {
    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);

    private DataSet<Tuple3<String, Integer, Double>> sales() {
        return environment.fromElements(
                Tuple3.of("a", 1, 5.0), Tuple3.of("b", 7, 2.0), Tuple3.of("a", 3, 4.0), Tuple3.of("b", 2, 9.0));
    }

    private static List<String> linesIn(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void wordsAreCounted(@TempDir Path directory) throws IOException {
        Path input =
                Files.writeString(directory.resolve("input.txt"), "to be or not to be\nthat is the question\nto be");
        Path output = directory.resolve("counts");
        DataSet<Tuple2<String, Integer>> counts = environment
                .readTextFile(input.toString())
                .flatMap((String line, Collector<Tuple2<String, Integer>> out) -> {
                    for (String word : line.split(" ", -1)) {
                        out.collect(Tuple2.of(word, 1));
                    }
                })
                .groupBy(0)
                .sum(1);
        assertThat(counts.collect()).hasSize(8).contains(Tuple2.of("to", 3), Tuple2.of("question", 1));
        counts.writeAsCsv(output.toString());
        counts.filter(pair -> pair.f1 > 1)
                .writeAsText(directory.resolve("often").toString(), WriteMode.OVERWRITE);
        environment.execute("WordCount");
        assertThat(linesIn(output))
                .containsExactlyInAnyOrder("to,3", "be,3", "or,1", "not,1", "that,1", "is,1", "the,1", "question,1");
        assertThat(linesIn(directory.resolve("often"))).containsExactlyInAnyOrder("(to,3)", "(be,3)");
    }

    @Test
    void groupsAreReducedToOneRecordEach() {
        assertThat(sales().groupBy(0).sum(1).andMax(2).collect())
                .containsExactlyInAnyOrder(Tuple3.of("a", 4, 5.0), Tuple3.of("b", 9, 9.0));
        assertThat(sales().groupBy("f0").min(1).and(Aggregations.MIN, 2).collect())
                .containsExactlyInAnyOrder(Tuple3.of("a", 1, 4.0), Tuple3.of("b", 2, 2.0));
        assertThat(sales().groupBy(sale -> sale.f0)
                        .reduce((one, other) -> Tuple3.of(one.f0, one.f1 * other.f1, one.f2 + other.f2))
                        .collect())
                .containsExactlyInAnyOrder(Tuple3.of("a", 3, 9.0), Tuple3.of("b", 14, 11.0));
    }

    @Test
    void aWholeDataSetBecomesOneRecord() {
        assertThat(environment.fromSequence(1, 1000).reduce(Long::sum).collect())
                .containsExactly(500_500L);
        assertThat(environment.fromSequence(1, 1000).max(0).collect()).containsExactly(1000L);
        assertThat(sales().sum(1).collect()).extracting(sale -> sale.f1).containsExactly(13);
        assertThat(environment
                        .fromSequence(1, 9)
                        .filter(x -> x > 9)
                        .reduce(Long::sum)
                        .collect())
                .isEmpty();
    }

    @Test
    void recordsAreCounted() {
        assertThat(environment.fromSequence(1, 12_345).count()).isEqualTo(12_345);
        assertThat(environment.fromSequence(1, 9).filter(x -> x > 9).count()).isZero();
        assertThat(environment
                        .fromElements("a", "b")
                        .union(environment.fromElements("c"))
                        .count())
                .isEqualTo(3);
    }

    @Test
    void mapsKeepNames() {
        assertThat(environment
                        .generateSequence(1, 3)
                        .map(x -> "n" + x)
                        .name("Name")
                        .rebalance()
                        .collect())
                .containsExactlyInAnyOrder("n1", "n2", "n3");
        environment
                .generateSequence(1, 3)
                .map(x -> x)
                .name("Named")
                .output(new DiscardingSink<>())
                .name("Nowhere");
        assertThat(environment.getExecutionPlan()).contains("Named -> Sink: Nowhere", "\"mode\" : \"BATCH\"");
    }

    @Test
    void fieldsMayBeNamed() {
        assertThat(sales().groupBy("f0").sum("f1").collect())
                .extracting(sale -> sale.f0 + sale.f1)
                .containsExactlyInAnyOrder("a4", "b9");
        assertThat(sales().groupBy("f0").max("f2").collect())
                .extracting(sale -> sale.f0 + sale.f2)
                .containsExactlyInAnyOrder("a5.0", "b9.0");
        assertThat(sales().groupBy("f0").min("f2").collect())
                .extracting(sale -> sale.f0 + sale.f2)
                .containsExactlyInAnyOrder("a4.0", "b2.0");
        assertThat(sales().min(2).collect()).extracting(sale -> sale.f2).containsExactly(2.0);
    }

    @Test
    void printedRecordsComeToTheClientsOutput() {
        assertThat(printed(false, () -> environment.fromElements("a", "b").print()))
                .isEqualTo(List.of("a", "b"));
        assertThat(printed(true, () -> environment.fromElements(1).printToErr()))
                .contains("1");
    }

    private static List<String> printed(boolean standardError, Runnable program) {
        PrintStream before = standardError ? System.err : System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        set(standardError, stream);
        try {
            program.run();
        } finally {
            set(standardError, before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void set(boolean standardError, PrintStream stream) {
        if (standardError) {
            System.setErr(stream);
        } else {
            System.setOut(stream);
        }
    }

    @Test
    void anOutputThatIsThereIsKept(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("old"), "old");
        environment.fromElements(1, 2, 3).setParallelism(1).writeAsText(directory.toString());
        assertThatThrownBy(environment::execute).hasMessageContaining("exists and is not empty");
        assertThat(linesIn(directory)).containsExactly("old");
        environment.fromElements(1, 2, 3).writeAsText(directory.toString(), WriteMode.OVERWRITE);
        environment.execute();
        assertThat(linesIn(directory)).containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void textIsReadInItsCharset(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("a.txt"), "süß\n", StandardCharsets.ISO_8859_1);
        Files.writeString(directory.resolve("b.log"), "not this\n", StandardCharsets.ISO_8859_1);
        assertThat(environment.readTextFile(directory + "/*.txt", "ISO-8859-1").collect())
                .containsExactly("süß");
        assertThatThrownBy(() -> environment.readTextFile(directory + "/*.csv").count())
                .hasMessageContaining("does not exist");
    }

    @Test
    void anExecutionNeedsASink() {
        environment.fromElements(1, 2).map(x -> x + 1);
        assertThatThrownBy(environment::execute).hasMessageContaining("nothing to run");
    }
}

package io.weir.examples.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import io.weir.examples.util.Outputs;
import io.weir.examples.util.WebPages;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples over tables and compares what they write with published answers and with simple loops. */
class QueryExamplesTest {
    @TempDir
    static Path directory;

    private static String tables;

    @BeforeAll
    static void writeTables() throws IOException {
        Path target = Files.createDirectory(directory.resolve("tpch"));
        for (TpchTable<?> table :
                List.of(TpchTable.CUSTOMER, TpchTable.ORDERS, TpchTable.LINE_ITEM, TpchTable.NATION)) {
            List<String> lines = new ArrayList<>();
            for (TpchEntity row : table.createGenerator(0.01, 1, 1)) {
                lines.add(row.toLine());
            }
            Files.write(target.resolve(table.getTableName() + ".tbl"), lines);
        }
        tables = target.toString();
    }

    /** Returns the rows of the answer that comes with the generator. */
    private static List<String[]> published(int query) throws IOException {
        try (InputStream in = TpchTable.class.getResourceAsStream("queries/q" + query + ".result")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--") && !line.isBlank())
                    .map(line -> line.split("\\|"))
                    .toList();
        }
    }

    private static void assertAnswers(List<String> results, int query) throws IOException {
        List<String[]> expected = published(query);
        assertThat(results).hasSameSizeAs(expected);
        for (int row = 0; row < results.size(); row++) {
            String[] columns = results.get(row).split("\\|");
            assertThat(columns).hasSameSizeAs(expected.get(row));
            for (int column = 0; column < columns.length; column++) {
                String wanted = expected.get(row)[column];
                if (wanted.matches("-?\\d+\\.\\d+")) {
                    assertThat(new BigDecimal(columns[column])).isEqualByComparingTo(wanted);
                } else {
                    assertThat(columns[column].strip()).isEqualTo(wanted.strip());
                }
            }
        }
    }

    @Test
    void ordersThatAreWorthMost() throws Exception {
        assertAnswers(Outputs.of(TpchQuery3::main, directory, "--input", tables), 3);
    }

    @Test
    void customersWhoSendBackMost() throws Exception {
        assertAnswers(Outputs.of(TpchQuery10::main, directory, "--input", tables), 10);
    }

    @Test
    void queriesWithoutFiles() throws Exception {
        assertThat(Outputs.of(TpchQuery3::main, directory)).hasSize(10);
        assertThat(Outputs.of(TpchQuery10::main, directory)).hasSize(20);
    }

    @Test
    void pagesWhereNobodyHasBeen() throws Exception {
        List<String> expected = new ArrayList<>();
        for (WebPages.Rank rank : WebPages.generatedRanks()) {
            boolean visited = WebPages.generatedVisits().stream()
                    .anyMatch(visit ->
                            visit.url().equals(rank.url()) && visit.date().startsWith("2007"));
            boolean matches = WebPages.generatedPages().stream()
                    .anyMatch(page -> page.url().equals(rank.url())
                            && page.text().contains("river")
                            && page.text().contains("fish"));
            if (rank.rank() >= 40 && matches && !visited) {
                expected.add(rank.rank() + "," + rank.url() + "," + rank.seconds());
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(Outputs.of(WebLogAnalysis::main, directory)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void pagesOfFiles() throws Exception {
        Path documents = Files.writeString(directory.resolve("documents"), "a|a river\nb|a river\nc|a mill\n");
        Path ranks = Files.writeString(directory.resolve("ranks"), "50|a|7\n60|b|8\n70|c|9\n");
        Path visits = Files.writeString(directory.resolve("visits"), "10.0.0.1|a|2007-3-1\n10.0.0.1|b|2006-3-1\n");
        assertThat(Outputs.of(
                        WebLogAnalysis::main,
                        directory,
                        "--documents",
                        documents.toString(),
                        "--ranks",
                        ranks.toString(),
                        "--visits",
                        visits.toString(),
                        "--words",
                        "river"))
                .containsExactly("60,b,8");
    }

    @Test
    void piIsAboutRight() throws Exception {
        List<String> results = Outputs.of(PiEstimation::main, directory, "--samples", "1000000");
        assertThat(results).hasSize(1);
        assertThat(Double.parseDouble(results.get(0))).isEqualTo(Math.PI, offset(0.01));
    }
}

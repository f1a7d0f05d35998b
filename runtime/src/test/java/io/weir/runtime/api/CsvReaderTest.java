package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.file.WriteMode;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.tuple.Tuple1;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.tuple.Tuple9;
import io.weir.types.Types;
import io.weir.util.WeirException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** CSV files read into tuples, records and POJOs. */
@Timeout(120)
class CsvReaderTest {
    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);

    @TempDir
    private Path directory;

    private String file;

    /** A kind. */
    public enum Kind {
        BIG,
        SMALL
    }

    /** A row. */
    public record Row(int number, String name, Kind kind, LocalDate day) {}

    /** A row that is a POJO. */
    public static class Item {
        public int number;
        public String name = "none";
        public BigDecimal price;
    }

    @BeforeEach
    void write() throws IOException {
        file = write(
                "rows.csv",
                "number,name,kind,day,price",
                "1,\"one, \"\"first\"\"\",BIG,2024-01-31,1.50",
                "# 2,left out",
                "3,\"\",SMALL,2024-02-29,3.25,and more");
    }

    private String write(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines)).toString();
    }

    private io.weir.dataset.CsvReader rows() {
        return environment
                .readCsvFile(file)
                .ignoreFirstLine()
                .parseQuotedStrings('"')
                .ignoreComments("#");
    }

    @Test
    void linesBecomeTuplesRecordsAndPojos() {
        assertThat(rows().types(Integer.class, String.class).collect())
                .containsExactlyInAnyOrder(Tuple2.of(1, "one, \"first\""), Tuple2.of(3, ""));
        assertThat(rows().includeFields("10001").types(Long.class, Double.class).collect())
                .containsExactlyInAnyOrder(Tuple2.of(1L, 1.5), Tuple2.of(3L, 3.25));
        assertThat(rows().includeFields(false, false, true)
                        .tupleType(Types.<Tuple1<String>>TUPLE(Types.STRING))
                        .collect())
                .containsExactlyInAnyOrder(Tuple1.of("BIG"), Tuple1.of("SMALL"));
        assertThat(rows().recordType(Row.class).collect())
                .containsExactlyInAnyOrder(
                        new Row(1, "one, \"first\"", Kind.BIG, LocalDate.of(2024, 1, 31)),
                        new Row(3, "", Kind.SMALL, LocalDate.of(2024, 2, 29)));
        assertThat(rows().includeFields("00110")
                        .recordType(Row.class, "kind", "day")
                        .collect())
                .containsExactlyInAnyOrder(
                        new Row(0, null, Kind.BIG, LocalDate.of(2024, 1, 31)),
                        new Row(0, null, Kind.SMALL, LocalDate.of(2024, 2, 29)));
        List<Item> items = rows().includeFields("10001")
                .pojoType(Item.class, "number", "price")
                .collect();
        assertThat(items)
                .extracting(item -> item.number + item.name + item.price)
                .containsExactlyInAnyOrder("1none1.50", "3none3.25");
    }

    @Test
    void manyColumnsBecomeATuple() throws IOException {
        DataSet<Tuple9<Integer, Integer, Integer, Integer, String, Integer, Integer, Integer, Long>> nine = environment
                .readCsvFile(write("nine.csv", "1,2,3,4,five,6,7,8,9"))
                .types(
                        Integer.class,
                        Integer.class,
                        Integer.class,
                        Integer.class,
                        String.class,
                        Integer.class,
                        Integer.class,
                        Integer.class,
                        Long.class);
        assertThat(nine.collect()).containsExactly(Tuple9.of(1, 2, 3, 4, "five", 6, 7, 8, 9L));
    }

    @Test
    void linesThatCannotBeReadFailTheJobOrAreLeftOut() throws IOException {
        String broken = write("broken.csv", "1|a|1.5", "x|b|2.5", "3|c", "4|d|4.5", "");
        assertThatThrownBy(() -> environment
                        .readCsvFile(broken)
                        .fieldDelimiter("|")
                        .types(Integer.class, String.class, Double.class)
                        .collect())
                .hasStackTraceContaining("ignoreInvalidLines()");
        assertThat(environment
                        .readCsvFile(broken)
                        .fieldDelimiter("|")
                        .ignoreInvalidLines()
                        .types(Integer.class, String.class, Double.class)
                        .collect())
                .containsExactlyInAnyOrder(Tuple3.of(1, "a", 1.5), Tuple3.of(4, "d", 4.5));
    }

    @Test
    void whatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> rows().includeFields("101").types(Long.class))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("includeFields()");
        assertThatThrownBy(() -> rows().types(Object.class))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> rows().types()).hasMessageContaining("1 to 25 columns, not 0");
        assertThatThrownBy(
                        () -> rows().types(Collections.nCopies(26, Long.class).toArray(Class<?>[]::new)))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("1 to 25 columns, not 26");
        assertThatThrownBy(() -> rows().pojoType(Item.class, "size"))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("size");
    }

    /** What one sink writes is what the reader makes of it, however the fields look and the files are divided. */
    @Test
    void whatIsWrittenIsRead() {
        Random random = new Random(3);
        List<Tuple3<Integer, String, Double>> records = new ArrayList<>();
        String characters = "ab,\"' |;#\u00e4\u20ac";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder("t");
            for (int n = random.nextInt(6); n > 0; n--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            records.add(Tuple3.of(random.nextInt(), text.toString(), random.nextGaussian()));
        }
        String output = directory.resolve("written").toString();
        DataSet<Tuple3<Integer, String, Double>> data =
                environment.fromCollection(records).rebalance();
        data.writeAsCsv(output, WriteMode.OVERWRITE);
        environment.execute();
        List<Tuple3<Integer, String, Double>> read = environment
                .readCsvFile(output)
                .parseQuotedStrings('"')
                .types(Integer.class, String.class, Double.class)
                .collect();
        assertThat(read.stream().sorted(Comparator.comparing(Tuple3::toString)))
                .isEqualTo(records.stream()
                        .sorted(Comparator.comparing(Tuple3::toString))
                        .toList());
    }
}

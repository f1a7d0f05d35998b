package io.weir.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.MemorySize;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.SourceHarness;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFileSourceTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1,7,1000000", "1,100,1", "4,1000,1000000", "3,10,2"})
    void readsEveryLineOfADirectoryOnce(int parallelism, int splitSize, int restoreEvery) throws Exception {
        List<String> expected = new ArrayList<>();
        for (int file = 0; file < 3; file++) {
            List<String> lines = lines(file, file * 400);
            Files.createDirectories(directory.resolve("in/" + file));
            Files.write(directory.resolve("in/" + file + "/text"), lines);
            expected.addAll(lines);
        }
        Files.writeString(directory.resolve("in/_SUCCESS"), "not this");
        TextFileSource source = TextFileSource.of(directory + "/in")
                .withSplitSize(new MemorySize(splitSize), new MemorySize(splitSize));
        List<String> read = new SourceHarness<>(source, parallelism)
                .restoreEvery(restoreEvery)
                .runAll();
        assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
        if (parallelism == 1) {
            assertThat(read).isEqualTo(expected);
        }
    }

    @Test
    void checkpointsInTheMiddleOfAPartThatTakesManyCalls() throws Exception {
        List<String> lines = lines(7, 20_000);
        Files.write(directory.resolve("large"), lines);
        TextFileSource source = TextFileSource.of(directory + "/large");
        assertThat(new SourceHarness<>(source, 1).restoreEvery(1).runAll()).isEqualTo(lines);
        List<List<String>> parts =
                new SourceHarness<>(source, 2).restoreEvery(2).run();
        assertThat(parts).allSatisfy(part -> assertThat(part).isNotEmpty());
        assertThat(parts.stream().flatMap(List::stream).sorted().toList())
                .isEqualTo(lines.stream().sorted().toList());
    }

    @Test
    void checkpointsWhereALineEndsBehindItsPart() throws Exception {
        // Each call reads one such line; the second one begins in the first part and ends behind it.
        List<String> lines = IntStream.range(0, 5)
                .mapToObj(i -> String.valueOf(i).repeat(40_000))
                .toList();
        Files.write(directory.resolve("wide"), lines);
        TextFileSource source =
                TextFileSource.of(directory + "/wide").withSplitSize(new MemorySize(50_000), new MemorySize(50_000));
        assertThat(new SourceHarness<>(source, 1).restoreEvery(1).runAll()).isEqualTo(lines);
    }

    @Test
    void readsAPathThatSeveralPatternsNameOnce() throws Exception {
        Files.writeString(directory.resolve("a.txt"), "a");
        Files.writeString(directory.resolve("b.txt"), "b\n");
        TextFileSource source = TextFileSource.of(directory + "/*.txt", directory + "/a.txt");
        assertThat(new SourceHarness<>(source, 2).runAll()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void unpacksGzip() throws Exception {
        List<String> lines = lines(1, 10_000);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("text.gz")))) {
            out.write((String.join("\n", lines) + "\n").getBytes(Charset.forName("UTF-8")));
        }
        TextFileSource source =
                TextFileSource.of(directory + "/text.gz").withSplitSize(new MemorySize(100), new MemorySize(100));
        assertThat(new SourceHarness<>(source, 2).restoreEvery(2).runAll()).isEqualTo(lines);
    }

    @Test
    void refusesCompressionThatItDoesNotKnow() throws Exception {
        Files.writeString(directory.resolve("text.bz2"), "x");
        SourceHarness<?, ?, ?> harness = new SourceHarness<>(TextFileSource.of(directory + "/text.bz2"), 1);
        assertThatThrownBy(harness::run)
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("text.bz2 is compressed in a way that is not supported");
    }

    @Test
    void readsTheCharsetThatIsSet() throws Exception {
        Files.write(directory.resolve("latin"), "grün\n".getBytes(Charset.forName("ISO-8859-1")));
        TextFileSource source = TextFileSource.of(directory + "/latin").withCharset("latin1");
        assertThat(new SourceHarness<>(source, 1).runAll()).containsExactly("grün");
        assertThatThrownBy(() -> source.withCharset("UTF-16"))
                .hasMessageContaining("Files in UTF-16 cannot be read line by line");
        assertThatThrownBy(() -> source.withCharset("klingon")).hasMessageContaining("no charset 'klingon'");
    }

    @Test
    void theJobFailsWithThePathThatIsMissing() {
        TextFileSource source = TextFileSource.of(directory + "/none");
        assertThatThrownBy(() -> new SourceHarness<>(source, 1))
                .isInstanceOf(WeirException.class)
                .hasMessage("The input " + directory + "/none does not exist.")
                .satisfies(e -> assertThat(((WeirException) e).code()).isEqualTo(ErrorCode.FILE));
    }

    @Test
    void saysThatAFileIsGone() throws Exception {
        Files.writeString(directory.resolve("a.txt"), "a");
        SourceHarness<?, ?, ?> harness = new SourceHarness<>(TextFileSource.of(directory.toString()), 1);
        Files.delete(directory.resolve("a.txt"));
        assertThatThrownBy(harness::run)
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("a.txt was there when the job began, but is gone.");
    }

    @Test
    void anEmptyDirectoryAndEmptyFilesHaveNoLines() throws Exception {
        Files.createFile(directory.resolve("empty"));
        assertThat(new SourceHarness<>(TextFileSource.of(directory.toString()), 2).runAll())
                .isEmpty();
    }

    @Test
    void splitsReadBack() throws IOException {
        FileSplit split = new FileSplit(3, "hdfs://nn/a", 10, 20, List.of("h1", "h2"));
        SimpleVersionedSerializer<FileSplit> serializer = new FileSplit.Serializer();
        assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(split)))
                .isEqualTo(split);
        assertThat(split.from(15)).isEqualTo(new FileSplit(3, "hdfs://nn/a", 15, 15, List.of("h1", "h2")));
    }

    @Test
    void countsTheWordsOfShakespeare() throws Exception {
        Path file = Path.of(System.getProperty("weir.root", "."), "../shared/data/shakespeare.txt");
        Assumptions.assumeTrue(Files.exists(file), "the shared data set is not here");
        TextFileSource source =
                TextFileSource.of(file.toString()).withSplitSize(new MemorySize(10_000), new MemorySize(10_000));
        long words = 0;
        long the = 0;
        for (String line : new SourceHarness<>(source, 4).restoreEvery(3).runAll()) {
            for (String word : line.toLowerCase(Locale.ROOT).split("[^a-z0-9_]+")) {
                words += word.isEmpty() ? 0 : 1;
                the += word.equals("the") ? 1 : 0;
            }
        }
        assertThat(words).isEqualTo(208_530);
        assertThat(the).isEqualTo(6_287);
    }

    private static List<String> lines(int file, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "file " + file + " line " + i + " " + "x".repeat(i % 37))
                .toList();
    }
}

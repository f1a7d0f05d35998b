package io.weir.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.OutputCommitter;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.functions.JobInfo;
import io.weir.functions.TaskInfo;
import io.weir.tuple.Tuple2;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFileSinkTest {
    private static final String JOB = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path root;

    @Test
    void publishesTheFilesOfAllInstancesOnCommit() throws IOException {
        TextFileSink<Object> sink = TextFileSink.to(out());
        OutputCommitter committer = committer(sink);
        committer.setup(JOB);
        write(sink, 0, 0, "a", 1, "é");
        write(sink, 1, 0);
        assertThat(files()).isEmpty();
        committer.commit(JOB);
        assertThat(root.resolve("out/part-00000")).hasContent("a\n1\né\n");
        assertThat(root.resolve("out/part-00001")).isEmptyFile();
        assertThat(Files.list(root.resolve("out"))).hasSize(2);
    }

    @Test
    void writesMoreThanItsBufferHolds() throws IOException {
        TextFileSink<String> sink = TextFileSink.<String>to(out()).withSuffix(".txt");
        committer(sink).setup(JOB);
        String large = "x".repeat(100_000);
        List<String> lines = Stream.generate(() -> "0123456789").limit(20_000).toList();
        try (SinkWriter<String> writer = sink.createWriter(context(0, 0))) {
            for (String line : lines) {
                writer.write(line, Long.MIN_VALUE);
            }
            writer.flush(false);
            writer.write(large, Long.MIN_VALUE);
            writer.write("end", Long.MIN_VALUE);
            writer.flush(true);
            writer.flush(true);
        }
        committer(sink).commit(JOB);
        List<String> read = Files.readAllLines(root.resolve("out/part-00000.txt"));
        assertThat(read.subList(0, 20_000)).isEqualTo(lines);
        assertThat(read.subList(20_000, 20_002)).containsExactly(large, "end");
    }

    /** A TaskManager that nobody reaches does not know that its tasks have started again elsewhere. */
    @Test
    void anEarlierAttemptThatComesToItsEndLaterIsNotPublished() throws IOException {
        TextFileSink<Object> sink = TextFileSink.to(out());
        committer(sink).setup(JOB);
        SinkWriter<Object> lost = sink.createWriter(context(0, 0));
        lost.write("lost", Long.MIN_VALUE);
        write(sink, 0, 10, "done");
        write(sink, 0, 9, "done before");
        write(sink, 1, 0, "other");
        lost.flush(true);
        lost.close();
        Path way = Files.createDirectories(root.resolve("out/part-00001/in the way"));
        assertThatThrownBy(() -> committer(sink).commit(JOB)).hasMessageContaining("part-00001 cannot be put");
        Files.delete(way);
        Files.delete(way.getParent());
        committer(sink).commit(JOB);
        assertThat(files()).containsExactly("part-00000", "part-00001");
        assertThat(root.resolve("out/part-00000")).hasContent("done\n");
        assertThat(root.resolve("out/part-00001")).hasContent("other\n");
    }

    @Test
    void publishesOnlyTheAttemptThatCameToItsEnd() throws IOException {
        TextFileSink<Object> sink = TextFileSink.to(out());
        committer(sink).setup(JOB);
        SinkWriter<Object> lost = sink.createWriter(context(0, 0));
        lost.write("lost", Long.MIN_VALUE);
        lost.flush(false);
        try (SinkWriter<Object> failed = sink.createWriter(context(0, 1))) {
            failed.write("failed", Long.MIN_VALUE);
        }
        write(sink, 0, 2, "done too early");
        write(sink, 0, 3, "done");
        committer(sink).commit(JOB);
        assertThat(root.resolve("out/part-00000")).hasContent("done\n");
        assertThat(files()).containsExactly("part-00000");
        lost.close();
    }

    @Test
    void abortLeavesNothing() throws IOException {
        TextFileSink<Object> sink = TextFileSink.to(out());
        committer(sink).setup(JOB);
        write(sink, 0, 0, "a");
        sink.createWriter(context(1, 0));
        committer(sink).abort(JOB);
        assertThat(root.resolve("out")).doesNotExist();
        committer(sink).abort(JOB);
        Files.createDirectories(root.resolve("out"));
        committer(sink).setup(JOB);
        committer(sink).abort(JOB);
        assertThat(root.resolve("out")).isEmptyDirectory();
    }

    @Test
    void commitCanBeRepeatedAndGoesOnWhereItBrokeOff() throws IOException {
        TextFileSink<Object> sink = TextFileSink.to(out()).withWriteMode(WriteMode.OVERWRITE);
        breakOffCommit(sink);
        assertThat(files()).contains("part-00000", "part-00001");
        Files.delete(root.resolve("out/part-00001/in the way"));
        Files.delete(root.resolve("out/part-00001"));
        committer(sink).commit(JOB);
        assertThat(root.resolve("out/part-00000")).hasContent("a\n");
        assertThat(root.resolve("out/part-00001")).hasContent("b\n");
        committer(sink).commit(JOB);
        assertThat(files()).containsExactly("part-00000", "part-00001");
    }

    @Test
    void abortTakesBackWhatACommitThatBrokeOffHadPublished() throws IOException {
        TextFileSink<Object> sink = TextFileSink.to(out()).withWriteMode(WriteMode.OVERWRITE);
        breakOffCommit(sink);
        committer(sink).abort(JOB);
        assertThat(files()).containsExactly("part-00001");
        assertThat(root.resolve("out/part-00001/in the way")).exists();
    }

    /** Fails at the second file, because another program has put a directory there in the meantime. */
    private void breakOffCommit(TextFileSink<Object> sink) throws IOException {
        committer(sink).setup(JOB);
        write(sink, 0, 0, "a");
        write(sink, 1, 0, "b");
        // What OVERWRITE clears is cleared by now, as far as the committer knows.
        Files.createFile(root.resolve("out/_temporary/" + JOB + "/_cleared"));
        Files.createDirectories(root.resolve("out/part-00001"));
        Files.createFile(root.resolve("out/part-00001/in the way"));
        assertThatThrownBy(() -> committer(sink).commit(JOB))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("part-00001 cannot be put in its place");
    }

    @Test
    void refusesAPlaceThatIsNotEmpty() throws IOException {
        Files.createDirectories(root.resolve("out"));
        Files.writeString(root.resolve("out/old"), "old");
        TextFileSink<Object> sink = TextFileSink.to(out());
        assertRefused(sink, "The output " + out() + " exists and is not empty; delete it,");
        assertThat(files()).containsExactly("old");
    }

    @Test
    void refusesAFile() throws IOException {
        Files.writeString(root.resolve("out"), "old");
        assertRefused(TextFileSink.to(out()), "is a file; it has to be a directory");
        assertRefused(TextFileSink.to(out()).withWriteMode(WriteMode.OVERWRITE), "is a file");
    }

    @Test
    void refusesTheRootOfAFileSystem() {
        for (String directory : List.of("/", "file:/", "file:///", "hdfs://namenode:8020/", "hdfs://namenode:8020")) {
            assertThatThrownBy(() -> TextFileSink.to(directory))
                    .isInstanceOf(WeirException.class)
                    .hasMessageContainingAll(directory, "root");
        }
    }

    @Test
    void aFormatterMakesTheLines() throws IOException {
        TextFileSink<Object> sink = TextFileSink.to(out()).withFormatter(value -> "<" + value + ">");
        committer(sink).setup(JOB);
        write(sink, 0, 0, "a", "b");
        committer(sink).commit(JOB);
        assertThat(root.resolve("out/part-00000")).hasContent("<a>\n<b>\n");
    }

    private static void assertRefused(TextFileSink<Object> sink, String message) {
        assertThatThrownBy(() -> committer(sink).setup(JOB))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((WeirException) e).code()).isEqualTo(ErrorCode.FILE));
    }

    @Test
    void replacesWhatIsThereOnlyWhenTheJobSucceeds() throws IOException {
        Files.createDirectories(root.resolve("out/deep"));
        Files.writeString(root.resolve("out/old"), "old");
        TextFileSink<Object> sink =
                TextFileSink.to(out()).withWriteMode(WriteMode.OVERWRITE).withSuccessMarker();
        committer(sink).setup(JOB);
        write(sink, 0, 0, "new");
        committer(sink).abort(JOB);
        assertThat(files()).containsExactly("deep", "old");
        committer(sink).setup(JOB);
        write(sink, 0, 0, "new");
        committer(sink).commit(JOB);
        assertThat(files()).containsExactly("_SUCCESS", "part-00000");
    }

    @Test
    void saysThatItsFilesAreGone() throws IOException {
        TextFileSink<Object> sink = TextFileSink.to(out());
        committer(sink).setup(JOB);
        write(sink, 0, 0, "a");
        new io.weir.fs.LocalFileSystem().delete(out() + "/_temporary");
        assertThatThrownBy(() -> committer(sink).commit(JOB))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("but is gone; somebody else has deleted it.");
    }

    @Test
    void twoJobsAtTheSamePlaceDoNotMeetBeforeTheyPublish() throws IOException {
        String other = "f".repeat(32);
        TextFileSink<Object> sink = TextFileSink.to(out());
        committer(sink).setup(JOB);
        committer(sink).setup(other);
        write(sink, 0, 0, "a");
        committer(sink).abort(other);
        committer(sink).commit(JOB);
        assertThat(root.resolve("out/part-00000")).hasContent("a\n");
    }

    @Test
    void writesCsv() throws IOException {
        CsvFileSink<Object> sink =
                CsvFileSink.to(out()).withHeader("word", "count, all").withSuffix(".csv");
        committer(sink).setup(JOB);
        write(sink, 0, 0, new Tuple2<>("the", 6287), new WordCount("a \"word\"", 1), List.of("x,y", ""), new Object[] {
            null, "two\nlines"
        });
        committer(sink).commit(JOB);
        assertThat(Files.readString(root.resolve("out/part-00000.csv"))).isEqualTo("""
                        word,"count, all"
                        the,6287
                        "a ""word""\",1
                        "x,y",""
                        ,"two
                        lines"
                        """);
    }

    @Test
    void csvRefusesWhatHasNoFields() throws IOException {
        CsvFileSink<Object> sink = CsvFileSink.to(out()).withDelimiter(';');
        committer(sink).setup(JOB);
        try (SinkWriter<Object> writer = sink.createWriter(context(0, 0))) {
            assertThatThrownBy(() -> writer.write("text", 0))
                    .isInstanceOf(WeirException.class)
                    .hasMessageContaining("java.lang.String has none");
        }
        assertThatThrownBy(() -> sink.withDelimiter('"')).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesACharsetThatMarksEveryLine() {
        assertThatThrownBy(() -> TextFileSink.to(out()).withCharset("UTF-16")).hasMessageContaining("try UTF-16LE");
    }

    record WordCount(String word, int count) {}

    private String out() {
        return root.resolve("out").toString();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("out"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("_temporary"))
                    .sorted()
                    .toList();
        }
    }

    private static OutputCommitter committer(Sink<?> sink) {
        return sink.outputCommitter().orElseThrow();
    }

    private static void write(Sink<Object> sink, int subtask, int attempt, Object... values) throws IOException {
        try (SinkWriter<Object> writer = sink.createWriter(context(subtask, attempt))) {
            for (Object value : values) {
                writer.write(value, Long.MIN_VALUE);
            }
            writer.flush(true);
        }
    }

    private static SinkWriterContext context(int subtask, int attempt) {
        return new SinkWriterContext(
                new JobInfo(JOB, "job"), new TaskInfo("sink", 128, subtask, 2, attempt), "sink", null);
    }
}

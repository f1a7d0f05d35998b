package io.weir.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.MemorySize;
import io.weir.connector.Committer;
import io.weir.connector.CommittingSinkWriter;
import io.weir.connector.ProcessingTimeService;
import io.weir.connector.SinkWriterContext;
import io.weir.functions.JobInfo;
import io.weir.functions.TaskInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes, publishes and fails by hand. */
final class FileSinkTest {
    private static final String JOB = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime();

    /** A clock that is moved by hand. */
    private static final class ManualTime implements ProcessingTimeService {
        private final TreeMap<Long, List<ProcessingTimeCallback>> due = new TreeMap<>();
        private long now;

        @Override
        public long getCurrentProcessingTime() {
            return now;
        }

        @Override
        public void registerTimer(long at, ProcessingTimeCallback target) {
            due.computeIfAbsent(at, none -> new ArrayList<>()).add(target);
        }

        void advanceTo(long to) throws IOException {
            while (!due.isEmpty() && due.firstKey() <= to) {
                Map.Entry<Long, List<ProcessingTimeCallback>> next = due.pollFirstEntry();
                now = next.getKey();
                for (ProcessingTimeCallback target : next.getValue()) {
                    target.onProcessingTime(now);
                }
            }
            now = to;
        }
    }

    /** Something to commit, as a task would ask for it. */
    private record Request(FileCommittable file, boolean restored, List<String> answers)
            implements Committer.CommitRequest<FileCommittable> {
        @Override
        public FileCommittable getCommittable() {
            return file;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public boolean mayBeCommitted() {
            return restored;
        }

        @Override
        public void signalAlreadyCommitted() {
            answers.add("committed");
        }

        @Override
        public void signalFailedWithKnownReason(Throwable cause) {
            answers.add(cause.getMessage());
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable cause) {
            answers.add(cause.getMessage());
        }

        @Override
        public void retryLater() {
            answers.add("retry");
        }

        @Override
        public void updateAndRetryLater(FileCommittable committable) {
            throw new UnsupportedOperationException();
        }
    }

    private FileSink.RowFormatBuilder<String> builder() {
        return FileSink.forRowFormat(directory.toString(), new SimpleStringEncoder<String>())
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build());
    }

    private SinkWriterContext context(int subtask) {
        return new SinkWriterContext(new JobInfo(JOB, "job"), new TaskInfo("sink", 128, subtask, 2, 0), "sink", time);
    }

    private CommittingSinkWriter<String, FileCommittable> writer(FileSink<String> sink) throws IOException {
        return sink.createWriter(context(0));
    }

    private static void write(CommittingSinkWriter<String, FileCommittable> writer, String... lines)
            throws IOException {
        for (String line : lines) {
            writer.write(line, Long.MIN_VALUE);
        }
    }

    private static Collection<FileCommittable> checkpoint(CommittingSinkWriter<String, FileCommittable> writer)
            throws IOException {
        writer.flush(false);
        return writer.prepareCommit();
    }

    private List<String> commit(Collection<FileCommittable> files, boolean restored) throws IOException {
        List<String> answers = new ArrayList<>();
        List<Committer.CommitRequest<FileCommittable>> requests = files.stream()
                .<Committer.CommitRequest<FileCommittable>>map(file -> new Request(file, restored, answers))
                .toList();
        try (Committer<FileCommittable> committer = builder().build().createCommitter(context(0))) {
            committer.commit(requests);
        }
        return answers;
    }

    /** Returns what can be seen: lines by directory, the visible files only. */
    private Map<String, List<String>> visible() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            Map<String, List<String>> lines = new TreeMap<>();
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(path -> !directory.relativize(path).toString().startsWith("."))
                    .sorted()
                    .toList();
            for (Path file : files) {
                lines.computeIfAbsent(directory.relativize(file.getParent()).toString(), none -> new ArrayList<>())
                        .addAll(Files.readAllLines(file));
            }
            return lines;
        }
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }

    @Test
    void showsNothingBeforeItIsCommitted() throws Exception {
        try (CommittingSinkWriter<String, FileCommittable> writer =
                writer(builder().build())) {
            write(writer, "a", "b");
            Collection<FileCommittable> first = checkpoint(writer);
            write(writer, "c");
            assertThat(visible()).isEmpty();
            assertThat(first).hasSize(1);
            assertThat(commit(first, false)).containsExactly("committed");
            assertThat(visible()).isEqualTo(Map.of("", List.of("a", "b")));
            writer.flush(true);
            commit(writer.prepareCommit(), false);
        }
        assertThat(visible()).isEqualTo(Map.of("", List.of("a", "b", "c")));
        assertThat(entries()).as("no hidden directory stays").hasSize(2).allMatch(name -> name.startsWith("part-0-"));
    }

    @Test
    void commitsOnceHoweverOftenItIsAsked() throws Exception {
        try (CommittingSinkWriter<String, FileCommittable> writer =
                writer(builder().build())) {
            write(writer, "a");
            Collection<FileCommittable> files = checkpoint(writer);
            commit(files, false);
            assertThat(commit(files, true)).containsExactly("committed");
            assertThat(visible()).isEqualTo(Map.of("", List.of("a")));
        }
    }

    @Test
    void tellsThatAFileHasDisappeared() throws Exception {
        try (CommittingSinkWriter<String, FileCommittable> writer =
                writer(builder().build())) {
            write(writer, "a");
            Collection<FileCommittable> files = checkpoint(writer);
            Files.delete(Path.of(files.iterator().next().pending().replaceFirst("^file:", "")));
            assertThat(commit(files, false)).singleElement().asString().contains("has disappeared before it was");
            assertThat(commit(files, true))
                    .as("it may have been published, and taken away since")
                    .containsExactly("committed");
        }
    }

    @Test
    void deletesWhatAFailedAttemptLeft() throws Exception {
        FileSink<String> sink = builder().build();
        CommittingSinkWriter<String, FileCommittable> killed = writer(sink);
        write(killed, "lost");
        checkpoint(killed);
        write(killed, "lost too");
        CommittingSinkWriter<String, FileCommittable> neighbour = sink.createWriter(context(1));
        write(neighbour, "kept");
        Collection<FileCommittable> kept = checkpoint(neighbour);
        try (CommittingSinkWriter<String, FileCommittable> next = writer(sink)) {
            write(next, "again");
            commit(checkpoint(next), false);
        }
        commit(kept, false);
        neighbour.close();
        assertThat(visible().get("")).containsExactlyInAnyOrder("again", "kept");
        assertThat(entries()).allMatch(name -> name.startsWith("part-"));
    }

    @Test
    void keepsWhatACheckpointKnowsWhenItIsClosed() throws Exception {
        CommittingSinkWriter<String, FileCommittable> writer = writer(builder().build());
        write(writer, "known");
        Collection<FileCommittable> known = checkpoint(writer);
        write(writer, "unknown");
        writer.close();
        commit(known, true);
        assertThat(visible()).isEqualTo(Map.of("", List.of("known")));
    }

    @Test
    void sortsRecordsIntoBuckets() throws Exception {
        FileSink<String> sink = builder()
                .withBucketAssigner((element, context) -> "first=" + element.charAt(0))
                .withOutputFileConfig(OutputFileConfig.builder()
                        .withPartPrefix("words")
                        .withPartSuffix(".txt")
                        .build())
                .build();
        try (CommittingSinkWriter<String, FileCommittable> writer = writer(sink)) {
            write(writer, "an", "be", "at");
            Collection<FileCommittable> files = checkpoint(writer);
            assertThat(files).allMatch(file -> file.target().matches(".*/first=[ab]/words-0-[0-9a-f]{12}-[01]\\.txt"));
            commit(files, false);
        }
        assertThat(visible()).isEqualTo(Map.of("first=a", List.of("an", "at"), "first=b", List.of("be")));
    }

    @Test
    void refusesBucketsOutsideOfItsDirectory() throws Exception {
        FileSink<String> sink =
                builder().withBucketAssigner((element, context) -> element).build();
        try (CommittingSinkWriter<String, FileCommittable> writer = writer(sink)) {
            for (String bucket : List.of("..", "a/../b", "/a", "a//b", "a/")) {
                assertThatThrownBy(() -> write(writer, bucket)).hasMessageContaining("is not: it has the part");
            }
        }
    }

    @Test
    void beginsFilesBySizeAndTime() throws Exception {
        FileSink<String> sink = builder()
                .withRollingPolicy(DefaultRollingPolicy.builder()
                        .withMaxPartSize(new MemorySize(4))
                        .withRolloverInterval(Duration.ofMillis(1000))
                        .withInactivityInterval(Duration.ofMillis(300))
                        .build())
                .withBucketCheckInterval(100)
                .build();
        try (CommittingSinkWriter<String, FileCommittable> writer = writer(sink)) {
            write(writer, "a", "b", "c"); // 4 bytes are full before "c"
            assertThat(writer.prepareCommit()).hasSize(1);
            time.advanceTo(200);
            assertThat(writer.prepareCommit()).isEmpty();
            time.advanceTo(300);
            assertThat(writer.prepareCommit()).as("inactive for 300 ms").hasSize(1);
            write(writer, "");
            for (long now = 400; now <= 1200; now += 200) {
                time.advanceTo(now);
                if (now == 400) {
                    write(writer, "");
                }
            }
            assertThat(writer.prepareCommit()).as("inactive again").hasSize(1);
        }
    }

    @Test
    void keepsCommittablesInTheirFormat() throws Exception {
        FileCommittable file = new FileCommittable("file:/out/.weir/x", "file:/out/day=1/part-ü");
        FileCommittable.Serializer serializer = new FileCommittable.Serializer();
        assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(file)))
                .isEqualTo(file);
        assertThatThrownBy(() -> serializer.deserialize(2, serializer.serialize(file)))
                .hasMessageContaining("version 2");
    }
}

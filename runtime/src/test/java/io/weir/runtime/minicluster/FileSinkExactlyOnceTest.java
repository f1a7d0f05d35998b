package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.connector.Committer;
import io.weir.connector.CommittingSinkWriter;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriterContext;
import io.weir.connector.StatefulSinkWriter;
import io.weir.connector.SupportsCommitter;
import io.weir.connector.SupportsWriterState;
import io.weir.connector.file.DefaultRollingPolicy;
import io.weir.connector.file.FileCommittable;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.connector.file.UnfinishedFile;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.MapFunction;
import io.weir.functions.RichMapFunction;
import io.weir.state.CheckpointListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that fail anywhere write the files of jobs that were not disturbed. */
@Timeout(180)
class FileSinkExactlyOnceTest {
    private static final long RECORDS = 20_000;
    private static final int BUCKETS = 3;

    /** The length of files that hardly any checkpoint finds unfinished. */
    private static final long SHORT = 1000;

    @TempDir
    private Path directory;

    /** What may go wrong, and how often it still will. Used by the tasks' threads. */
    private static final class Chaos {
        private static final AtomicInteger FAILURES = new AtomicInteger();
        private static final AtomicInteger RECORDS = new AtomicInteger();
        private static final AtomicInteger UNFINISHED = new AtomicInteger();
        private static Random random = new Random(0);
        private static int left;
        private static boolean commitFails;

        /** The checkpoints that have kept unfinished files. */
        private static final Set<Long> CUTTING = ConcurrentHashMap.newKeySet();

        /** The records that fail when they come for the first time, so that some failures are certain. */
        private static final Set<Long> UNLUCKY = ConcurrentHashMap.newKeySet();

        /** Whether a failure is still to come that cuts files. */
        private static volatile boolean cutAwaited;

        static synchronized void reset(long seed, int failures, boolean cuts) {
            random = new Random(seed);
            left = failures;
            CUTTING.clear();
            UNLUCKY.clear();
            for (int i = 1; i <= failures / 3; i++) {
                UNLUCKY.add(i * FileSinkExactlyOnceTest.RECORDS / (failures / 3 + 1));
            }
            cutAwaited = cuts;
            FAILURES.set(0);
            RECORDS.set(0);
            UNFINISHED.set(0);
            commitFails = false;
        }

        static synchronized void failNextCommit() {
            commitFails = true;
        }

        static synchronized void beforeCommit() {
            if (commitFails) {
                commitFails = false;
                FAILURES.incrementAndGet();
                throw new IllegalStateException("disturbed in the last commit");
            }
        }

        /** Fails with a probability of one in so many calls. */
        static synchronized void maybeFail(String where, int oneIn) {
            if (left > (cutAwaited ? 1 : 0) && random.nextInt(oneIn) == 0) {
                fail(where);
            }
        }

        static synchronized void maybeFail(long value) {
            if (left > (cutAwaited ? 1 : 0) && UNLUCKY.remove(value)) {
                fail("at record " + value);
            }
            maybeFail("at a record", 3_000);
        }

        /** Fails after a checkpoint that has kept unfinished files. */
        static synchronized void cut() {
            if (cutAwaited) {
                cutAwaited = false;
                fail("after a checkpoint with unfinished files");
            }
        }

        private static void fail(String where) {
            left--;
            FAILURES.incrementAndGet();
            throw new IllegalStateException("disturbed " + where);
        }
    }

    /** Takes its time, so that there are checkpoints in between, and fails at times. */
    private static final class FailingMap extends RichMapFunction<Long, String> implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private boolean cuts;

        @Override
        public String map(Long value) {
            LockSupport.parkNanos(Chaos.cutAwaited ? 1_000_000 : 20_000);
            if (cuts) {
                Chaos.cut();
            }
            Chaos.maybeFail(value);
            return Long.toString(value);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            cuts |= Chaos.CUTTING.contains(checkpointId);
        }
    }

    /** Counts what all attempts are given. */
    private record Counting() implements MapFunction<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String map(String value) {
            Chaos.RECORDS.incrementAndGet();
            return value;
        }
    }

    /** A file sink that fails at times: after it has flushed, before it commits, and between two renames. */
    private record FailingSink(FileSink<String> sink)
            implements Sink<String>, SupportsCommitter<FileCommittable>, SupportsWriterState<String, UnfinishedFile> {
        private static final long serialVersionUID = 1L;

        @Override
        public FailingWriter createWriter(SinkWriterContext context) throws IOException {
            return restoreWriter(context, List.of());
        }

        @Override
        public FailingWriter restoreWriter(SinkWriterContext context, Collection<UnfinishedFile> recoveredState)
                throws IOException {
            Chaos.UNFINISHED.addAndGet(recoveredState.size());
            StatefulSinkWriter<String, UnfinishedFile> writer = sink.restoreWriter(context, recoveredState);
            Chaos.maybeFail("after recovery", 10);
            return new FailingWriter(writer);
        }

        @Override
        public SimpleVersionedSerializer<UnfinishedFile> getWriterStateSerializer() {
            return sink.getWriterStateSerializer();
        }

        @Override
        public Committer<FileCommittable> createCommitter(SinkWriterContext context) {
            Committer<FileCommittable> committer = sink.createCommitter(context);
            return requests -> {
                Chaos.beforeCommit();
                Chaos.maybeFail("before a commit", 8);
                for (Committer.CommitRequest<FileCommittable> request : requests) {
                    committer.commit(List.of(request));
                    Chaos.maybeFail("after a rename", 20);
                }
            };
        }

        @Override
        public SimpleVersionedSerializer<FileCommittable> getCommittableSerializer() {
            return sink.getCommittableSerializer();
        }
    }

    /** The writer of such a sink. */
    private record FailingWriter(StatefulSinkWriter<String, UnfinishedFile> writer)
            implements CommittingSinkWriter<String, FileCommittable>, StatefulSinkWriter<String, UnfinishedFile> {
        @Override
        public void write(String value, long timestamp) throws IOException {
            writer.write(value, timestamp);
        }

        @Override
        public void prepareSavepoint() throws IOException {
            writer.prepareSavepoint();
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            writer.flush(endOfInput);
            Chaos.maybeFail("between flush and capture", 8);
        }

        @Override
        @SuppressWarnings("unchecked") // the file sink's own writer
        public Collection<FileCommittable> prepareCommit() throws IOException {
            return ((CommittingSinkWriter<String, FileCommittable>) writer).prepareCommit();
        }

        @Override
        public List<UnfinishedFile> snapshotState(long checkpointId) throws IOException {
            List<UnfinishedFile> unfinished = writer.snapshotState(checkpointId);
            if (!unfinished.isEmpty()) {
                Chaos.CUTTING.add(checkpointId);
            }
            return unfinished;
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }

    private FailingSink sink() {
        return sink(SHORT);
    }

    private FailingSink sink(long partSize) {
        return new FailingSink(FileSink.forRowFormat(directory.toString(), new SimpleStringEncoder<String>())
                .withBucketAssigner((value, context) -> "bucket=" + Long.parseLong(value) % BUCKETS)
                .withRollingPolicy(DefaultRollingPolicy.builder()
                        .withMaxPartSize(new MemorySize(partSize))
                        .build())
                .build());
    }

    private List<Long> written() throws IOException {
        List<Long> values = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String bucket = directory.relativize(file).getName(0).toString();
                assertThat(bucket).as("nothing hidden is left: " + file).startsWith("bucket=");
                for (String line : Files.readAllLines(file)) {
                    long value = Long.parseLong(line);
                    assertThat(bucket).isEqualTo("bucket=" + value % BUCKETS);
                    values.add(value);
                }
            }
        }
        values.sort(null);
        return values;
    }

    private static StreamExecutionEnvironment environment(int attempts) {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(2);
        env.getConfiguration()
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, attempts)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
        return env;
    }

    @ParameterizedTest
    @CsvSource({"1,0,false,1000", "1,12,false,1000", "2,12,true,1000", "2,12,false,20000", "1,12,true,20000"})
    void writesEachRecordOnce(int taskManagers, int failures, boolean apart, long partSize) throws Exception {
        long seed = Long.getLong("weir.chaos.seed", ThreadLocalRandom.current().nextLong());
        Chaos.reset(seed, failures, partSize > SHORT && failures > 0);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), taskManagers, 2))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = environment(failures).enableCheckpointing(50);
                var lines = env.fromSequence(1, RECORDS).map(new FailingMap());
                if (apart) {
                    lines.rebalance().sinkTo(sink(partSize));
                } else {
                    lines.sinkTo(sink(partSize));
                }
                env.execute("files");
            });
        }
        assertThat(written())
                .as("-Dweir.chaos.seed=" + seed + ", " + Chaos.FAILURES + " failures")
                .isEqualTo(LongStream.rangeClosed(1, RECORDS).boxed().toList());
        assertThat(Chaos.FAILURES.get()).isGreaterThanOrEqualTo(failures / 3);
        if (partSize > SHORT && failures > 0) {
            assertThat(Chaos.UNFINISHED.get()).as("files that were cut").isPositive();
        }
    }

    @Test
    void commitsAtTheEndAlthoughTheNextCheckpointIsFarAway() throws Exception {
        Chaos.reset(0, 0, false);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = environment(0).enableCheckpointing(3_600_000);
                env.fromSequence(1, 100).map(value -> Long.toString(value)).sinkTo(sink());
                env.execute("files");
            });
        }
        assertThat(written()).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void tasksThatHadFinishedDoNotRunAgain() throws Exception {
        Chaos.reset(0, 0, false);
        Chaos.failNextCommit();
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = environment(1).enableCheckpointing(3_600_000);
                env.fromSequence(1, 100)
                        .map(new FailingMap())
                        .rebalance()
                        .map(new Counting())
                        .sinkTo(sink());
                env.execute("files");
            });
        }
        assertThat(Chaos.FAILURES).hasValue(1);
        assertThat(Chaos.RECORDS).as("no record came again").hasValue(100);
        assertThat(written()).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void commitsAtTheEndOfAJobWithoutCheckpoints() throws Exception {
        Chaos.reset(0, 0, false);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = environment(0);
                env.fromSequence(1, 100)
                        .map(value -> Long.toString(value))
                        .rebalance()
                        .sinkTo(sink());
                env.execute("files");
            });
        }
        assertThat(written()).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void showsNothingOfAJobWithoutCheckpointsThatFails() throws Exception {
        Chaos.reset(0, 0, false);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = environment(0);
                env.fromSequence(1, 10_000)
                        .map(value -> Long.toString(10_000 / (10_000 - value)))
                        .sinkTo(sink());
                assertThatThrownBy(() -> env.execute("files")).hasStackTraceContaining("/ by zero");
            });
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).allMatch(path -> path.getFileName().toString().startsWith(".weir-"));
        }
    }
}

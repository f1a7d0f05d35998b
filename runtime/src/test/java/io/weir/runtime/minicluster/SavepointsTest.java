package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.SavepointOptions;
import io.weir.configuration.SavepointRestoreMode;
import io.weir.connector.file.BasePathBucketAssigner;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobId;
import io.weir.functions.RichMapFunction;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.time.WatermarkStrategy;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that are stopped with a savepoint go on from it, at any parallelism, wherever it is then. */
@Timeout(180)
class SavepointsTest {
    private static final long RECORDS = 12_000;
    private static final int KEYS = 11;

    /** The last result of each key; written by the sinks, read by the test. */
    private static final Map<Long, Long> SUMS = new ConcurrentHashMap<>();

    /** How many numbers came. */
    private static final AtomicLong COUNTED = new AtomicLong();

    @TempDir
    private Path directory;

    /** The numbers of a key so far. */
    public record Sum(long key, long sum) {
        Sum plus(Sum other) {
            return new Sum(key, sum + other.sum);
        }
    }

    static Sum slowly(long value) {
        LockSupport.parkNanos(20_000);
        return new Sum(value % KEYS, value);
    }

    @BeforeEach
    void forget() {
        SUMS.clear();
        COUNTED.set(0);
    }

    private static JobClient start(int parallelism, Path savepoint) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        build(env, parallelism, savepoint);
        return env.executeAsync("sums");
    }

    private static void build(StreamExecutionEnvironment env, int parallelism, Path savepoint) {
        env.setParallelism(parallelism);
        env.getConfiguration().set(RestartOptions.TYPE, RestartStrategyType.NONE);
        if (savepoint != null) {
            env.getConfiguration().set(SavepointOptions.PATH, savepoint.toString());
        }
        env.fromSequence(1, RECORDS)
                .uid("numbers")
                .map(SavepointsTest::slowly)
                .keyBy(Sum::key)
                .reduce(Sum::plus)
                .uid("sums")
                .addSink((value, context) -> SUMS.merge(value.key(), value.sum(), Math::max));
    }

    private static Map<Long, Long> expected() {
        return LongStream.rangeClosed(1, RECORDS)
                .boxed()
                .collect(Collectors.groupingBy(value -> value % KEYS, Collectors.summingLong(value -> value)));
    }

    private Path take(MiniCluster cluster, JobClient job, CheckpointKind kind) {
        WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
        JobId id = job.getJobID();
        long number = client.requestCheckpoint(id, kind, directory.toString());
        Eventually.until("the savepoint is complete", () -> client.checkpoints(id).stream()
                .anyMatch(report -> report.id() == number && report.status() != CheckpointReport.Status.IN_PROGRESS));
        CheckpointReport report = client.checkpoints(id).stream()
                .filter(each -> each.id() == number)
                .findFirst()
                .orElseThrow();
        assertThat(report.status()).as(report.failure()).isEqualTo(CheckpointReport.Status.COMPLETED);
        return Path.of(report.path());
    }

    private static void awaitSomeResults(long more) {
        long before = SUMS.values().stream().mapToLong(sum -> sum).sum();
        Eventually.until(
                "results come",
                () -> SUMS.values().stream().mapToLong(sum -> sum).sum() > before + more);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStoppedJobPublishesTheFilesThatItWrote(boolean exactlyOnce) throws Exception {
        Path before = directory.resolve("before");
        Path after = directory.resolve("after");
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                JobClient job = startWriting(before, exactlyOnce, null);
                awaitSomeResults(1000);
                Path savepoint = take(cluster, job, CheckpointKind.STOP);
                job.getJobExecutionResult().join();
                assertThat(lines(before)).isNotEmpty().hasSizeLessThan((int) RECORDS);
                startWriting(after, exactlyOnce, savepoint)
                        .getJobExecutionResult()
                        .join();
            });
        }
        List<String> all = new ArrayList<>(lines(before));
        all.addAll(lines(after));
        assertThat(all.stream().sorted())
                .isEqualTo(LongStream.rangeClosed(1, RECORDS)
                        .mapToObj(String::valueOf)
                        .sorted()
                        .toList());
    }

    private static JobClient startWriting(Path output, boolean exactlyOnce, Path savepoint) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                .setParallelism(2)
                .enableCheckpointing(20);
        if (savepoint != null) {
            env.getConfiguration().set(SavepointOptions.PATH, savepoint.toString());
        }
        DataStream<Sum> sums = env.fromSequence(1, RECORDS).map(SavepointsTest::slowly);
        DataStream<Long> lines = sums.map(Sum::sum);
        if (exactlyOnce) {
            lines.sinkTo(FileSink.forRowFormat(output.toString(), new SimpleStringEncoder<Long>())
                    .withBucketAssigner(new BasePathBucketAssigner<>())
                    .build());
        } else {
            lines.writeAsText(output.toString());
        }
        sums.addSink((value, context) -> SUMS.merge(value.key(), value.sum(), Math::max));
        return env.executeAsync("writing");
    }

    private static List<String> lines(Path output) throws IOException {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(output, "part-*")) {
            for (Path part : parts) {
                lines.addAll(Files.readAllLines(part));
            }
        }
        return lines;
    }

    @Test
    void aStoppedJobGoesOnAtAnotherParallelism() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 2, 3))) {
            ClusterExecutor.on(cluster, () -> {
                JobClient job = start(2, null);
                awaitSomeResults(1000);
                Path first = take(cluster, job, CheckpointKind.STOP);
                job.getJobExecutionResult().join();
                assertThat(first.getFileName().toString())
                        .startsWith("savepoint-" + job.getJobID().value().substring(0, 6) + "-");

                Path moved = Files.move(first, directory.resolve("moved"));
                job = start(5, moved);
                awaitSomeResults(1000);
                Path second = take(cluster, job, CheckpointKind.STOP);
                job.getJobExecutionResult().join();

                start(1, second).getJobExecutionResult().join();
                assertThat(moved.resolve("_metadata")).exists();
            });
        }
        assertThat(SUMS).isEqualTo(expected());
    }

    /** A window that no record ends fires if the job is drained, and waits for the next job if it is not. */
    @ParameterizedTest
    @EnumSource(
            value = CheckpointKind.class,
            names = {"STOP", "DRAIN"})
    void onlyAJobThatIsDrainedSendsAllItHad(CheckpointKind kind) throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                JobClient job = startCounting(null);
                Eventually.until("numbers come", () -> COUNTED.get() > 200);
                Path savepoint = take(cluster, job, kind);
                job.getJobExecutionResult().join();
                if (kind == CheckpointKind.STOP) {
                    assertThat(SUMS).isEmpty();
                    long before = COUNTED.get();
                    job = startCounting(savepoint);
                    Eventually.until("more numbers come", () -> COUNTED.get() > before + 200);
                    take(cluster, job, CheckpointKind.DRAIN);
                    job.getJobExecutionResult().join();
                }
                assertThat(SUMS).containsOnly(entry(0L, COUNTED.get()));
            });
        }
    }

    /** Counts numbers, which do not end, in one window. */
    private static JobClient startCounting(Path savepoint) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(2);
        if (savepoint != null) {
            env.getConfiguration().set(SavepointOptions.PATH, savepoint.toString());
        }
        env.fromSequence(1, Long.MAX_VALUE / 2)
                .uid("numbers")
                .map(SavepointsTest::slowly)
                .map(value -> {
                    COUNTED.incrementAndGet();
                    return new Sum(0, 1);
                })
                .returns(Sum.class)
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<Sum>forMonotonousTimestamps().withTimestampAssigner((value, before) -> 1))
                .keyBy(Sum::key)
                .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
                .reduce(Sum::plus)
                .uid("counts")
                .addSink((value, context) -> SUMS.merge(value.key(), value.sum(), Long::sum));
        return env.executeAsync("counts");
    }

    /** Whose the savepoint is says who deletes it. */
    @ParameterizedTest
    @EnumSource(SavepointRestoreMode.class)
    void onlyASavepointThatIsClaimedIsDeletedWithTheNextCheckpoint(SavepointRestoreMode mode) throws Exception {
        Configuration options = new Configuration()
                .set(
                        CheckpointingOptions.DIRECTORY,
                        directory.resolve("checkpoints").toString())
                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(20));
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                JobClient job = start(2, null);
                awaitSomeResults(1000);
                Path savepoint = take(cluster, job, CheckpointKind.STOP);
                job.getJobExecutionResult().join();
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
                env.getConfiguration().set(SavepointOptions.RESTORE_MODE, mode);
                build(env, 1, savepoint);
                JobClient next = env.executeAsync("sums");
                WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
                Eventually.until(
                        "two checkpoints are complete",
                        () -> client.checkpoints(next.getJobID()).stream()
                                        .filter(each -> each.status() == CheckpointReport.Status.COMPLETED)
                                        .count()
                                >= 2);
                next.getJobExecutionResult().join();
                assertThat(Files.exists(savepoint.resolve("_metadata")))
                        .isEqualTo(mode == SavepointRestoreMode.NO_CLAIM);
            });
        }
        assertThat(SUMS).isEqualTo(expected());
    }

    @Test
    void refusesAProgramThatLacksAnOperator() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                JobClient job = start(1, null);
                awaitSomeResults(10);
                Path savepoint = take(cluster, job, CheckpointKind.SAVEPOINT);
                job.cancel().join();
                assertThat(job.getJobExecutionResult()).failsWithin(Duration.ofSeconds(30));
                StreamExecutionEnvironment other = StreamExecutionEnvironment.getExecutionEnvironment();
                other.getConfiguration().set(SavepointOptions.PATH, savepoint.toString());
                other.fromSequence(1, 10).uid("others").addSink((value, context) -> {});
                assertThatThrownBy(() -> other.execute("other"))
                        .hasMessageContaining("state of operators that the program does not have")
                        .hasMessageContaining("--allow-non-restored-state");
                other.getConfiguration().set(SavepointOptions.IGNORE_UNCLAIMED_STATE, true);
                other.fromSequence(1, 10).uid("others").addSink((value, context) -> {});
                other.execute("other");
            });
        }
    }

    /** Cannot let go. */
    private static final class FailsAtTheEnd extends RichMapFunction<Sum, Sum> {
        private static final long serialVersionUID = 1L;

        @Override
        public Sum map(Sum value) {
            return value;
        }

        @Override
        public void close() {
            throw new IllegalStateException("cannot let go");
        }
    }

    @Test
    void aJobThatFailsWhenItWasStoppedDoesNotGoBackBehindItsSavepoint() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env =
                        StreamExecutionEnvironment.getExecutionEnvironment().enableCheckpointing(20);
                env.getConfiguration()
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1);
                env.fromSequence(1, RECORDS)
                        .map(SavepointsTest::slowly)
                        .map(new FailsAtTheEnd())
                        .addSink((value, context) -> SUMS.merge(value.key(), value.sum(), Math::max));
                JobClient job = env.executeAsync("stopped");
                awaitSomeResults(1000);
                Path savepoint = take(cluster, job, CheckpointKind.STOP);
                assertThat(job.getJobExecutionResult())
                        .failsWithin(Duration.ofSeconds(60))
                        .withThrowableOfType(ExecutionException.class)
                        .withMessageContaining("cannot let go")
                        .withMessageContaining("go on from its savepoint with 'weir run -s " + savepoint + "'.");
            });
        }
    }

    @Test
    void saysThatThereIsNoSavepoint() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                JobClient job = start(1, directory.resolve("nothing"));
                assertThat(job.getJobExecutionResult())
                        .failsWithin(Duration.ofSeconds(30))
                        .withThrowableOfType(ExecutionException.class)
                        .withMessageContaining("There is no complete checkpoint or savepoint in");
            });
        }
    }
}

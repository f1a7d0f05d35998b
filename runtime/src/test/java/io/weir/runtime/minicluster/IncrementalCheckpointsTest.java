package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExternalizedCheckpointRetention;
import io.weir.configuration.MemorySize;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.SavepointOptions;
import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.StateBackendType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that refer to files of earlier ones: what they store, what is deleted, and what can be started from. */
@Timeout(180)
class IncrementalCheckpointsTest {
    private static final int KEYS = 1_000;
    private static final long RECORDS = 8_000;
    private static final int FILLING = 500;

    /** The last count of each key; written by the sinks, read by the test. */
    private static final Map<Long, Long> COUNTS = new ConcurrentHashMap<>();

    private static final Map<Long, String> FILLINGS = new ConcurrentHashMap<>();

    private static final AtomicLong TAKEN = new AtomicLong();

    /** How many records may be taken; set by the test, read by tasks. */
    private static volatile long allowed;

    /** Lets a task fail once; set by the test, taken back by the task. */
    private static final AtomicBoolean FAILING = new AtomicBoolean();

    @TempDir
    private Path directory;

    /** Lets as many records pass as the test allows, and then one now and then, so that barriers are not held up. */
    private static final class Gate extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long value) {
            if (TAKEN.get() >= allowed) {
                LockSupport.parkNanos(5_000_000);
            }
            if (FAILING.compareAndSet(true, false)) {
                throw new IllegalStateException("disturbed");
            }
            TAKEN.incrementAndGet();
            return value;
        }
    }

    /** Counts the records of each key, also by what is left of a division. */
    private static final class Counting extends KeyedProcessFunction<Long, Long, long[]> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<String> filling;
        private transient MapState<Long, Long> counts;

        @Override
        public void open(OpenContext context) {
            filling = getRuntimeContext().getState(new ValueStateDescriptor<>("filling", Types.STRING));
            counts = getRuntimeContext().getMapState(new MapStateDescriptor<>("counts", Types.LONG, Types.LONG));
        }

        private static String filling(long key) {
            return FILLINGS.computeIfAbsent(key, Counting::random);
        }

        /** Returns much that cannot be compressed. */
        private static String random(long key) {
            StringBuilder text = new StringBuilder();
            new Random(key).ints(FILLING, ' ', '~').forEach(letter -> text.append((char) letter));
            return text.toString();
        }

        @Override
        public void processElement(Long value, Context context, Collector<long[]> out) throws Exception {
            String expected = filling(context.getCurrentKey());
            if (filling.value() == null) {
                filling.update(expected);
            }
            if (!expected.equals(filling.value())) {
                throw new AssertionError("The state of the key " + value % KEYS + " has been mixed up.");
            }
            long part = value / KEYS % 3;
            Long before = counts.get(part);
            counts.put(part, before == null ? 1 : before + 1);
            long sum = 0;
            for (long count : counts.values()) {
                sum += count;
            }
            out.collect(new long[] {context.getCurrentKey(), sum});
        }
    }

    @BeforeEach
    void forget() {
        COUNTS.clear();
        TAKEN.set(0);
        allowed = Long.MAX_VALUE;
        FAILING.set(false);
        EveryKindOfState.reset();
    }

    private Configuration options() {
        return new Configuration()
                .set(
                        CheckpointingOptions.DIRECTORY,
                        directory.resolve("checkpoints").toString())
                .set(CoreOptions.TEMPORARY_DIRECTORY, directory.resolve("tmp").toString())
                .set(CheckpointingOptions.INLINE_LIMIT, new MemorySize(0))
                .set(CheckpointingOptions.INCREMENTAL, true);
    }

    private static JobClient start(int parallelism, long records, String checkpoint) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                .setParallelism(parallelism)
                .setStateBackend(StateBackendType.ROCKSDB);
        env.setMaxParallelism(16);
        env.getConfiguration()
                .set(CheckpointingOptions.RETENTION, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION)
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 5)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
        env.enableCheckpointing(Duration.ofHours(1).toMillis());
        if (checkpoint != null) {
            env.getConfiguration().set(SavepointOptions.PATH, checkpoint);
        }
        env.fromSequence(0, records - 1)
                .uid("numbers")
                .map(new Gate())
                .keyBy(value -> value % KEYS)
                .process(new Counting())
                .uid("counting")
                .addSink((count, context) -> COUNTS.merge(count[0], count[1], Math::max))
                .uid("sink");
        return env.executeAsync("counting");
    }

    /** Lets some more records pass. */
    private static void count(long records) {
        long last = TAKEN.get() + records;
        allowed = last;
        Eventually.until("records are counted", () -> TAKEN.get() >= last);
    }

    private static CompletedCheckpoint checkpoint(WeirClient client, JobClient job) {
        long number = client.requestCheckpoint(job.getJobID(), CheckpointKind.CHECKPOINT, null);
        Eventually.until("the checkpoint is complete", () -> client.checkpoints(job.getJobID()).stream()
                .anyMatch(report -> report.id() == number && report.status() != CheckpointReport.Status.IN_PROGRESS));
        CheckpointReport report = client.checkpoints(job.getJobID()).stream()
                .filter(each -> each.id() == number)
                .findFirst()
                .orElseThrow();
        assertThat(report.status()).as(report.failure()).isEqualTo(CheckpointReport.Status.COMPLETED);
        return CheckpointStorage.read(report.path());
    }

    private static void cancel(JobClient job) {
        job.cancel().join();
        job.getJobExecutionResult().handle((result, failure) -> null).join();
    }

    private Set<String> filesThere() {
        try (Stream<Path> all = Files.walk(directory.resolve("checkpoints"))) {
            return all.filter(file -> Files.isRegularFile(file)
                            || !file.equals(directory.resolve("checkpoints"))
                                    && file.toFile().list().length == 0)
                    .map(Path::toString)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> filesOf(CompletedCheckpoint... checkpoints) {
        Set<String> files = new TreeSet<>();
        for (CompletedCheckpoint checkpoint : checkpoints) {
            files.addAll(checkpoint.files());
            files.add(checkpoint.directory() + "/_metadata");
        }
        return files.stream().map(IncrementalCheckpointsTest::local).collect(Collectors.toSet());
    }

    private static String local(String path) {
        return path.replaceFirst("^file:(//)?", "");
    }

    private static String pathOf(CompletedCheckpoint checkpoint) {
        return local(checkpoint.directory()) + "/";
    }

    private long bytesBelow(CompletedCheckpoint checkpoint) throws IOException {
        long bytes = 0;
        for (String file : filesThere()) {
            if (file.startsWith(pathOf(checkpoint))) {
                bytes += Files.size(Path.of(file));
            }
        }
        return bytes;
    }

    @Test
    void laterCheckpointsStoreLittleAndNothingElseStays() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options(), 2, 1))) {
            ClusterExecutor.on(cluster, () -> {
                WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
                allowed = 0;
                JobClient job = start(2, 50L * KEYS, null);
                count(2 * KEYS);
                CompletedCheckpoint first = checkpoint(client, job);
                assertThat(first.metadata().stateBytes()).isGreaterThan(KEYS * (long) FILLING / 2);
                // With the fourth table RocksDB may write all of them anew as one, which is then stored as a whole.
                for (int i = 1; i <= 2; i++) {
                    count(20);
                    CompletedCheckpoint next = checkpoint(client, job);
                    assertThat(next.metadata().stateBytes())
                            .isGreaterThan(first.metadata().stateBytes() / 2);
                    assertThat(bytesBelow(next)).isLessThan(first.metadata().stateBytes() / 4);
                    assertThat(filesOf(next)).anyMatch(file -> file.startsWith(pathOf(first)));
                    Eventually.until(
                            "what is not needed is deleted", () -> filesThere().equals(filesOf(next)));
                }
                cancel(job);
            });
        }
    }

    @Test
    void goesOnAtAnyParallelism() throws Exception {
        long records = 12L * KEYS;
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options(), 1, 5))) {
            ClusterExecutor.on(cluster, () -> {
                WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
                String newest = null;
                for (int parallelism : new int[] {2, 5, 1}) {
                    allowed = 0;
                    JobClient job = start(parallelism, records, newest);
                    for (int i = 0; i < 2; i++) {
                        count(KEYS + 100);
                        newest = checkpoint(client, job).directory();
                    }
                    cancel(job);
                }
                allowed = Long.MAX_VALUE;
                start(3, records, newest).getJobExecutionResult().join();
            });
        }
        assertThat(COUNTS).hasSize(KEYS);
        assertThat(COUNTS.values()).containsOnly(records / KEYS);
    }

    private static Path fileOf(CompletedCheckpoint checkpoint, CompletedCheckpoint stored) {
        return filesOf(checkpoint).stream()
                .filter(file -> file.startsWith(pathOf(stored)) && file.endsWith(".state"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"FLIPPED_BIT,is damaged", "TRUNCATED,is truncated", "MISSING,is missing"})
    void saysWhichFileOfAnEarlierCheckpointIsDamaged(DamagedCheckpointTest.Damage damage, String what)
            throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options(), 1, 1))) {
            ClusterExecutor.on(cluster, () -> {
                WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
                allowed = 0;
                JobClient job = start(1, 12L * KEYS, null);
                count(KEYS);
                CompletedCheckpoint first = checkpoint(client, job);
                count(10);
                CompletedCheckpoint second = checkpoint(client, job);
                cancel(job);
                Path file = fileOf(second, first);
                damage.to(file);
                assertThatThrownBy(() -> start(1, 12L * KEYS, second.directory())
                                .getJobExecutionResult()
                                .join())
                        .hasStackTraceContaining(file + " " + what)
                        .hasStackTraceContaining("tart from an older checkpoint");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesBackToTheCheckpointBefore(DamagedCheckpointTest.Damage damage) throws Exception {
        long records = 12L * KEYS;
        Configuration options = options().set(CheckpointingOptions.RETAINED, 2);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
                allowed = 0;
                JobClient job = start(2, records, null);
                count(KEYS);
                checkpoint(client, job);
                count(KEYS);
                CompletedCheckpoint second = checkpoint(client, job);
                count(KEYS);
                CompletedCheckpoint third = checkpoint(client, job);
                assertThat(filesOf(third)).anyMatch(file -> file.startsWith(pathOf(second)));
                damage.to(fileOf(third, third));
                FAILING.set(true);
                allowed = Long.MAX_VALUE;
                job.getJobExecutionResult().join();
            });
        }
        assertThat(FAILING).isFalse();
        assertThat(COUNTS).hasSize(KEYS);
        assertThat(COUNTS.values()).containsOnly(records / KEYS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyAtOnceWhileTasksFail(boolean local) throws Exception {
        Configuration options = options()
                .set(StateBackendOptions.LOCAL_RECOVERY, local)
                .set(CheckpointingOptions.MAX_CONCURRENT, 3)
                .set(CheckpointingOptions.TOLERABLE_FAILURES, 1_000);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, 2, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                        .setParallelism(2)
                        .setStateBackend(StateBackendType.ROCKSDB)
                        .enableCheckpointing(10);
                env.getConfiguration()
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 10)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
                EveryKindOfState.build(env, RECORDS, 5);
                env.execute("every kind of state");
            });
        }
        assertThat(EveryKindOfState.failures()).isGreaterThanOrEqualTo(5);
        EveryKindOfState.check(RECORDS);
    }
}

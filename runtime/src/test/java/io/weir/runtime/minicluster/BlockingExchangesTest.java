package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.runtime.client.ClusterJobClient;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.VertexDetails;
import io.weir.tuple.Tuple2;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch jobs whose steps wait for each other's complete output, on clusters in this process. */
@Timeout(120)
class BlockingExchangesTest {
    private static final int SLOTS = 2;
    private static final Queue<Long> SEEN = new ConcurrentLinkedQueue<>();
    private static final AtomicBoolean FAILED = new AtomicBoolean();
    private static final AtomicInteger MAPPED = new AtomicInteger();
    private static final AtomicInteger MAPPED_BEFORE_FIRST_GROUP = new AtomicInteger();

    @TempDir
    Path temporary;

    private MiniCluster cluster(int taskManagers) {
        Configuration configuration = new Configuration().set(CoreOptions.TEMPORARY_DIRECTORY, temporary.toString());
        return MiniCluster.start(new MiniCluster.Settings(configuration, taskManagers, SLOTS));
    }

    private static ExecutionEnvironment env(int parallelism, BatchShuffleMode mode) {
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(parallelism);
        env.getConfiguration().set(ExecutionOptions.BATCH_SHUFFLE_MODE, mode).set(BatchAdaptiveOptions.ENABLED, false);
        return env;
    }

    private static List<Tuple2<Integer, String>> random(long seed, int count) {
        Random random = new Random(seed);
        List<Tuple2<Integer, String>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(Tuple2.of(random.nextInt(500), "value-" + random.nextInt(1_000_000)));
        }
        return records;
    }

    /** A join of two inputs, one of which is a group's first, and another step after that. */
    private static List<String> joined(ExecutionEnvironment env) {
        DataSet<Tuple2<Integer, String>> firsts = env.fromCollection(random(1, 20_000))
                .groupBy(0)
                .reduce((one, other) -> one.f1.compareTo(other.f1) <= 0 ? one : other);
        return env.fromCollection(random(2, 2_000))
                .rebalance()
                .join(firsts)
                .where(0)
                .equalTo(0)
                .with((one, other) -> one.f0 + ":" + one.f1 + ":" + other.f1)
                .returns(String.class)
                .collect();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 4", "3, 3"})
    void theResultIsTheSame(int taskManagers, int parallelism) throws Exception {
        List<List<String>> results = new ArrayList<>();
        try (MiniCluster cluster = cluster(taskManagers)) {
            ClusterExecutor.on(cluster, () -> {
                results.add(joined(env(parallelism, BatchShuffleMode.ALL_EXCHANGES_PIPELINED)));
                results.add(joined(env(parallelism, BatchShuffleMode.ALL_EXCHANGES_BLOCKING)));
            });
            Eventually.until("no file of an exchange is left", () -> files().isEmpty());
        }
        assertThat(results.get(0)).hasSizeGreaterThan(1_000);
        assertThat(results.get(1).stream().sorted())
                .isEqualTo(results.get(0).stream().sorted().toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = BatchShuffleMode.class,
            names = {"ALL_EXCHANGES_BLOCKING", "AUTOMATIC"})
    void twoSlotsAreEnoughForFive(BatchShuffleMode mode) throws Exception {
        List<List<String>> results = new ArrayList<>();
        try (MiniCluster cluster = cluster(1)) {
            ClusterExecutor.on(cluster, () -> {
                results.add(joined(env(2, BatchShuffleMode.ALL_EXCHANGES_PIPELINED)));
                results.add(joined(env(5, mode)));
            });
        }
        assertThat(results.get(1).stream().sorted())
                .isEqualTo(results.get(0).stream().sorted().toList());
    }

    @Test
    void aStepBeginsWhenTheOneBeforeHasEnded() throws Exception {
        MAPPED.set(0);
        MAPPED_BEFORE_FIRST_GROUP.set(-1);
        try (MiniCluster cluster = cluster(2)) {
            ClusterExecutor.on(cluster, () -> env(4, BatchShuffleMode.ALL_EXCHANGES_BLOCKING)
                    .fromSequence(1, 100_000)
                    .map(value -> {
                        MAPPED.incrementAndGet();
                        return value;
                    })
                    .rebalance()
                    .map(value -> {
                        MAPPED_BEFORE_FIRST_GROUP.compareAndSet(-1, MAPPED.get());
                        return value;
                    })
                    .count());
        }
        assertThat(MAPPED_BEFORE_FIRST_GROUP).hasValue(100_000);
    }

    @Test
    void aFailureRepeatsNothingThatHasFinished() throws Exception {
        MAPPED.set(0);
        FAILED.set(false);
        try (MiniCluster cluster = cluster(2)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                        .setParallelism(4)
                        .setRuntimeMode(RuntimeExecutionMode.BATCH);
                env.configure(new Configuration()
                        .set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING)
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
                env.fromSequence(1, 1_000)
                        .rebalance()
                        .map(value -> {
                            MAPPED.incrementAndGet();
                            return value;
                        })
                        .rebalance()
                        .map(value -> {
                            if (FAILED.compareAndSet(false, true)) {
                                throw new IllegalStateException("fails once");
                            }
                            return value;
                        })
                        .addSink((value, context) -> {});
                JobClient client = env.executeAsync("fails once");
                client.getJobExecutionResult().join();
                JobDetails details = ((ClusterJobClient) client).details().join();
                assertThat(details.summary().restarts()).isEqualTo(1);
                assertThat(details.vertices())
                        .extracting(VertexDetails::repeated)
                        .containsExactly(0, 0, 1);
            });
        }
        assertThat(MAPPED).hasValue(1_000);
    }

    /** A file is damaged between its writing and its reading; only its writer runs once more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatIsDamagedIsMadeOnceMore(int taskManagers) throws Exception {
        SEEN.clear();
        FAILED.set(false);
        try (MiniCluster cluster = cluster(taskManagers)) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                        .setParallelism(2)
                        .setRuntimeMode(RuntimeExecutionMode.BATCH);
                env.configure(new Configuration()
                        .set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING)
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 5)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
                String directory = temporary.toString();
                env.fromSequence(1, 10_000)
                        .rebalance()
                        .map(value -> {
                            if (FAILED.compareAndSet(false, true)) {
                                damageOne(Path.of(directory));
                                throw new IllegalStateException("fails once");
                            }
                            return value;
                        })
                        .rebalance()
                        .addSink((value, context) -> SEEN.add(value));
                JobClient client = env.executeAsync("damaged");
                client.getJobExecutionResult().join();
                JobDetails details = ((ClusterJobClient) client).details().join();
                assertThat(details.vertices().get(0).repeated()).isEqualTo(1);
            });
        }
        assertThat(SEEN.stream().sorted().toList())
                .isEqualTo(LongStream.rangeClosed(1, 10_000).boxed().toList());
    }

    private static void damageOne(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Path file = files.filter(path -> path.getFileName().toString().startsWith("weir-exchange"))
                    .filter(path -> path.toFile().length() > 1_000)
                    .findFirst()
                    .orElseThrow();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), 500);
                channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), channel.size() - 500);
            }
        }
    }

    private List<Path> files() throws IOException {
        while (true) {
            try (Stream<Path> files = Files.walk(temporary)) {
                return files.filter(path -> path.getFileName().toString().startsWith("weir-exchange"))
                        .toList();
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
                // A file went while they were listed: there are fewer now.
            }
        }
    }
}

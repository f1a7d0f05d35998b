package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.StateBackendOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.RichMapFunction;
import io.weir.state.CheckpointListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that start again where they were read the TaskManager's own copies, and the storage where these are damaged. */
@Timeout(120)
class LocalRecoveryTest {
    private static final long RECORDS = 30_000;
    private static final int KEYS = 3_000;
    private static final int FAILURES = 3;

    /** The last result of each key; written by the sinks, read by the test. */
    private static final Map<Long, Long> COUNTS = new ConcurrentHashMap<>();

    private static final AtomicInteger FAILED = new AtomicInteger();

    @TempDir
    private Path directory;

    /** The numbers of a key so far, with a text so that they are much. */
    public record Counted(long key, long count, String text) {
        Counted plus(Counted other) {
            return new Counted(key, count + other.count, text);
        }
    }

    /** Damages state files below a directory some records after a checkpoint, and fails. */
    private static final class Damaging extends RichMapFunction<Long, Counted> implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final String directory;
        private final boolean delete;
        private int recordsToGo = -1;

        Damaging(Path directory, boolean delete) {
            this.directory = directory.toString();
            this.delete = delete;
        }

        @Override
        public Counted map(Long value) {
            LockSupport.parkNanos(20_000);
            if (recordsToGo >= 0 && --recordsToGo < 0 && FAILED.incrementAndGet() <= FAILURES) {
                damage();
                throw new IllegalStateException("disturbed at " + value);
            }
            return new Counted(value % KEYS, 1, "x".repeat(50));
        }

        private void damage() {
            for (Path file : stateFiles(Path.of(directory))) {
                try {
                    if (delete) {
                        Files.deleteIfExists(file);
                    } else {
                        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
                            open.truncate(Files.size(file) / 2);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            if (recordsToGo < 0 && FAILED.get() < FAILURES) {
                recordsToGo = 50;
            }
        }
    }

    private static List<Path> stateFiles(Path below) {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file -> file.toString().endsWith(".state")).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // one is deleted at this moment
        }
    }

    @ParameterizedTest
    @CsvSource({"1, checkpoints, true", "2, checkpoints, true", "1, local, false", "2, local, true"})
    void goesOnWithWhateverCopyIsLeft(int taskManagers, String damaged, boolean delete) throws Exception {
        COUNTS.clear();
        FAILED.set(0);
        Path local = directory.resolve("local");
        Configuration options = new Configuration()
                .set(
                        CheckpointingOptions.DIRECTORY,
                        directory.resolve("checkpoints").toString())
                .set(StateBackendOptions.LOCAL_RECOVERY, true)
                .set(StateBackendOptions.LOCAL_DIRECTORY, local.toString());
        try (MiniCluster cluster =
                MiniCluster.start(new MiniCluster.Settings(options, taskManagers, 2 / taskManagers))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                        .setParallelism(2)
                        .enableCheckpointing(50);
                env.getConfiguration()
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, FAILURES)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
                env.fromSequence(0, RECORDS - 1)
                        .map(new Damaging(directory.resolve(damaged), delete))
                        .keyBy(Counted::key)
                        .reduce(Counted::plus)
                        .addSink((value, context) -> COUNTS.merge(value.key(), value.count(), Math::max));
                env.execute("local");
            });
            Eventually.until("the copies of the ended job are gone", () -> stateFiles(local)
                    .isEmpty());
        }
        assertThat(FAILED.get()).isGreaterThanOrEqualTo(FAILURES);
        assertThat(COUNTS).hasSize(KEYS);
        assertThat(COUNTS.values()).containsOnly(RECORDS / KEYS);
    }
}

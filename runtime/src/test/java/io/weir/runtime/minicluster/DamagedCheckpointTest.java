package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.RichMapFunction;
import io.weir.state.CheckpointListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A job whose newest checkpoint is damaged goes back to the one before, if it keeps one, or says what is damaged. */
@Timeout(120)
class DamagedCheckpointTest {
    private static final long RECORDS = 6_000;
    private static final AtomicBoolean DAMAGED = new AtomicBoolean();
    private static final AtomicLong SUM = new AtomicLong();

    @TempDir
    private Path directory;

    /** What becomes of a state file. */
    enum Damage {
        FLIPPED_BIT,
        TRUNCATED,
        EMPTY,
        MISSING;

        void to(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            switch (this) {
                case FLIPPED_BIT -> {
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(file, bytes);
                }
                case TRUNCATED -> Files.write(file, Arrays.copyOf(bytes, 20));
                case EMPTY -> Files.write(file, new byte[0]);
                case MISSING -> Files.delete(file);
            }
        }
    }

    /** Damages the newest checkpoint as soon as there are two, and fails. */
    private static final class Damaging extends RichMapFunction<Long, Long> implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final String directory;
        private final Damage damage;
        private int complete;

        Damaging(Path directory, Damage damage) {
            this.directory = directory.toString();
            this.damage = damage;
        }

        @Override
        public Long map(Long value) {
            // Checkpoints may be slow to come on a busy machine: the job must not be over before.
            LockSupport.parkNanos(value > RECORDS / 2 && !DAMAGED.get() ? 10_000_000 : 50_000);
            if (complete >= 2 && DAMAGED.compareAndSet(false, true)) {
                damageNewest();
                throw new IllegalStateException("disturbed");
            }
            return value;
        }

        private void damageNewest() {
            try (Stream<Path> files = Files.walk(Path.of(directory))) {
                List<Path> states = files.filter(file -> file.toString().endsWith(".state"))
                        .filter(file -> Files.exists(file.resolveSibling("_metadata")))
                        .sorted(Comparator.comparing(file -> number(file.getParent())))
                        .toList();
                Path newest = states.get(states.size() - 1);
                damage.to(newest);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int number(Path checkpoint) {
            return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            complete++;
        }
    }

    @BeforeEach
    void forget() {
        DAMAGED.set(false);
        SUM.set(0);
    }

    private void run(int retained, Damage damage) throws Exception {
        Configuration options = new Configuration()
                .set(CheckpointingOptions.DIRECTORY, directory.toString())
                .set(CheckpointingOptions.RETAINED, retained)
                .set(CheckpointingOptions.INLINE_LIMIT, new MemorySize(0))
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 5)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, 1, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                        .setParallelism(1)
                        .enableCheckpointing(200);
                env.fromSequence(1, RECORDS)
                        .map(new Damaging(directory, damage))
                        .keyBy(value -> 0)
                        .reduce(Long::sum)
                        .addSink((value, context) -> SUM.accumulateAndGet(value, Math::max));
                env.execute("damaged");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesBackToTheOneBefore(Damage damage) throws Exception {
        run(2, damage);
        assertThat(DAMAGED).isTrue();
        assertThat(SUM).hasValue(RECORDS * (RECORDS + 1) / 2);
    }

    @ParameterizedTest
    @CsvSource({"FLIPPED_BIT,is damaged", "TRUNCATED,is truncated", "EMPTY,is truncated", "MISSING,is missing"})
    void saysWhichFileIsDamagedIfThereIsNoOther(Damage damage, String what) {
        assertThatThrownBy(() -> run(1, damage))
                .hasMessageContaining(".state " + what)
                .hasMessageContaining("start from an older checkpoint");
    }
}

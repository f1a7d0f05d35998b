package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.SavepointOptions;
import io.weir.connector.file.BasePathBucketAssigner;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.minicluster.FaultyFileSystem.Fault;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job takes checkpoints and publishes files; the storage fails at its first step, at its second, and so on, until a run
 * comes to its end without a failure. Whatever the step, the newest complete checkpoint can be started from, and in the
 * end each line was published once.
 */
@Timeout(600)
class CheckpointStepsTest {
    private static final int RECORDS = 1_000;
    private static final int KEYS = 5;
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final FaultyFileSystem storage = FaultyFileSystem.install();

    @TempDir
    private Path directory;

    private Path place;

    /** A number of a key. */
    public record Count(long key, long count) {
        Count plus(Count other) {
            return new Count(key, count + other.count);
        }
    }

    static Count slowly(long number) {
        LockSupport.parkNanos(100_000);
        return new Count(number % KEYS, 1);
    }

    @BeforeEach
    @AfterEach
    void heal() {
        storage.heal();
    }

    @ParameterizedTest
    @EnumSource
    void everyStepMayFail(Fault fault) throws Exception {
        boolean reached = true;
        int step = 0;
        while (reached) {
            step++;
            place = Files.createDirectory(directory.resolve(fault + "-" + step));
            storage.failAt(step, fault);
            boolean finished = run(fault == Fault.CRASH ? 0 : 10, Optional.empty());
            String failed = storage.failedStep();
            reached = failed != null;
            storage.heal();
            if (!finished) {
                assertThat(fault)
                        .as("a job survives that '%s' fails once", failed)
                        .isEqualTo(Fault.CRASH);
                Optional<Path> newest = newestCheckpoint();
                assertThat(run(0, newest))
                        .as("the job goes on from %s after a crash in step %s: '%s'", newest, step, failed)
                        .isTrue();
            }
            if (finished && fault != Fault.CRASH) {
                assertThat(hidden())
                        .as("left after step %s failed (%s): '%s'", step, fault, failed)
                        .isEmpty();
            }
            assertThat(lines())
                    .as("after step %s failed (%s): '%s'", step, fault, failed)
                    .containsExactlyInAnyOrderElementsOf(expected());
        }
        assertThat(step).as("steps of some checkpoints").isGreaterThan(12);
    }

    /** Runs the job; returns whether it has finished. */
    private boolean run(int restarts, Optional<Path> checkpoint) throws Exception {
        boolean[] finished = new boolean[1];
        Configuration toFiles = new Configuration().set(CheckpointingOptions.INLINE_LIMIT, new MemorySize(0));
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(toFiles, 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env =
                        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(2);
                env.configure(options(restarts, checkpoint));
                env.fromSequence(0, RECORDS - 1)
                        .map(CheckpointStepsTest::slowly)
                        .keyBy(Count::key)
                        .reduce(Count::plus)
                        .map(Count::toString)
                        .sinkTo(FileSink.forRowFormat(
                                        FaultyFileSystem.path(
                                                place.resolve("output").toString()),
                                        new SimpleStringEncoder<String>())
                                .withBucketAssigner(new BasePathBucketAssigner<>())
                                .build());
                JobClient job = env.executeAsync("steps");
                WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
                try {
                    Eventually.until("the job ends", () -> client.details(job.getJobID())
                            .summary()
                            .status()
                            .isTerminal());
                } catch (AssertionError e) {
                    throw new AssertionError(
                            "after '" + storage.failedStep() + "': " + client.details(job.getJobID())
                                    + client.checkpoints(job.getJobID()),
                            e);
                }
                finished[0] = job.getJobExecutionResult()
                        .handle((result, failure) -> failure == null)
                        .join();
            });
        }
        return finished[0];
    }

    private Configuration options(int restarts, Optional<Path> checkpoint) {
        Configuration options = new Configuration()
                .set(CheckpointingOptions.INTERVAL, INTERVAL)
                .set(
                        CheckpointingOptions.DIRECTORY,
                        FaultyFileSystem.path(place.resolve("checkpoints").toString()))
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1))
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, restarts);
        checkpoint.ifPresent(path -> options.set(SavepointOptions.PATH, FaultyFileSystem.path(path.toString())));
        return options;
    }

    /** Returns the newest checkpoint that can be read, as the owner of a cluster that is gone would look for it. */
    private Optional<Path> newestCheckpoint() throws IOException {
        Path checkpoints = place.resolve("checkpoints");
        if (!Files.exists(checkpoints)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.walk(checkpoints, 2)) {
            return all.filter(path -> path.getFileName().toString().startsWith("chk-"))
                    .sorted(Comparator.comparing(CheckpointStepsTest::number).reversed())
                    .filter(CheckpointStepsTest::isComplete)
                    .findFirst();
        }
    }

    private static int number(Path checkpoint) {
        return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    private static boolean isComplete(Path checkpoint) {
        try {
            CheckpointStorage.read(FaultyFileSystem.path(checkpoint.toString()));
            return true;
        } catch (WeirException e) {
            return false;
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(place.resolve("output"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    /** What is left of output that was never published. */
    private List<Path> hidden() throws IOException {
        try (Stream<Path> files = Files.walk(place.resolve("output"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private static List<String> expected() {
        List<String> lines = new ArrayList<>();
        for (int number = 0; number < RECORDS; number++) {
            lines.add(new Count(number % KEYS, number / KEYS + 1).toString());
        }
        return lines;
    }
}

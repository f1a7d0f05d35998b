package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.SpeculationOptions;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.execution.JobId;
import io.weir.functions.RichMapFunction;
import io.weir.functions.TaskInfo;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.VertexDetails;
import io.weir.types.Types;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batch jobs of which a task never ends, unless it is started a second time. */
@Timeout(120)
class SpeculationTest {
    private static final int RECORDS = 5_000;

    /** What nobody counts down. */
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    /** Counted down when the task is stuck. */
    private static volatile CountDownLatch stuck;

    private static MiniCluster cluster;

    @BeforeAll
    static void start() {
        Configuration configuration = new Configuration()
                .set(
                        CoreOptions.TEMPORARY_DIRECTORY,
                        Path.of("target", "speculation").toString());
        cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 2, 2));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static ExecutionEnvironment env() {
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(3);
        return env.configure(new Configuration()
                .set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING)
                .set(SpeculationOptions.ENABLED, true)
                .set(SpeculationOptions.INTERVAL, Duration.ofMillis(10))
                .set(SpeculationOptions.LOWER_BOUND, Duration.ofMillis(20))
                .set(SpeculationOptions.RATIO, 0.5));
    }

    private static List<VertexDetails> lastVertices() {
        JobId last = cluster.dispatcher().listJobs().join().stream()
                .max(Comparator.comparingLong(JobSummary::startTime))
                .orElseThrow()
                .id();
        return cluster.dispatcher().jobDetails(last).join().vertices();
    }

    private static void assertSecondWasFaster(String vertex) {
        assertThat(lastVertices())
                .filteredOn(details -> details.name().contains(vertex))
                .flatExtracting(VertexDetails::adapted)
                .contains("the second attempt of instance 1 was faster than the first");
    }

    /** Waits for ever at some record in the first attempt of the second instance; the others wait until it does. */
    private static final class Stuck<T> extends RichMapFunction<T, T> {
        private static final long serialVersionUID = 1L;

        private final int at;
        private int seen;

        Stuck(int at) {
            this.at = at;
        }

        @Override
        public T map(T value) throws Exception {
            seen++;
            TaskInfo task = getRuntimeContext().getTaskInfo();
            if (task.getIndexOfThisSubtask() != 1) {
                stuck.await();
            } else if (seen == at && task.getAttemptNumber() == 0) {
                stuck.countDown();
                NEVER.await();
            }
            return value;
        }
    }

    @Test
    void theSecondAttemptEndsWhatTheFirstDoesNot() throws Exception {
        stuck = new CountDownLatch(1);
        ClusterExecutor.on(cluster, () -> {
            List<Long> found = env().generateSequence(1, RECORDS)
                    .rebalance()
                    .map(new Stuck<Long>(100))
                    .returns(Types.LONG)
                    .setParallelism(3)
                    .name("stuck")
                    .rebalance()
                    .collect();
            assertThat(found.stream().sorted().toList())
                    .isEqualTo(LongStream.rangeClosed(1, RECORDS).boxed().toList());
            assertSecondWasFaster("stuck");
        });
    }

    /** A reader gets what the other attempt was given, and asks for the rest. */
    @Test
    void readersAreGivenTheSameSplits(@TempDir Path directory) throws Exception {
        stuck = new CountDownLatch(1);
        for (int file = 0; file < 12; file++) {
            int number = file;
            Files.writeString(
                    directory.resolve("part-" + file),
                    LongStream.range(0, 50)
                            .mapToObj(line -> number + " " + line + "\n")
                            .collect(Collectors.joining()));
        }
        ClusterExecutor.on(cluster, () -> {
            List<String> found = env().readTextFile(directory.toString())
                    .map(new Stuck<String>(1))
                    .returns(Types.STRING)
                    .name("read")
                    .rebalance()
                    .collect();
            List<String> expected = LongStream.range(0, 12)
                    .boxed()
                    .flatMap(file -> LongStream.range(0, 50).mapToObj(line -> file + " " + line))
                    .sorted()
                    .toList();
            assertThat(found.stream().sorted().toList()).isEqualTo(expected);
            assertSecondWasFaster("read");
        });
    }
}

package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExternalizedCheckpointRetention;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.SavepointOptions;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.runtime.checkpoint.CheckpointMetadata;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.CheckpointReport;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs go on at another parallelism from checkpoints that hold records that were under way. */
@Timeout(180)
class RescaledCheckpointTest {
    private static final int KEYS = 101;

    /** The last result of each key; written by the sinks, read by the test. */
    private static final Map<Long, Long> SUMS = new ConcurrentHashMap<>();

    /** Set by the test, read by the sinks. */
    private static volatile boolean slow;

    @TempDir
    private Path directory;

    /** The numbers of a key so far. */
    public record Sum(long key, long sum) {
        Sum plus(Sum other) {
            return new Sum(key, sum + other.sum);
        }
    }

    @BeforeEach
    void forget() {
        SUMS.clear();
    }

    private static void take(Sum sum) {
        SUMS.merge(sum.key(), sum.sum(), Math::max);
        if (slow) {
            LockSupport.parkNanos(2_000_000);
        }
    }

    private JobClient start(int parallelism, long records, boolean broadcast, String checkpoint) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(parallelism);
        env.enableCheckpointing(100);
        env.getConfiguration()
                .set(CheckpointingOptions.RETENTION, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION)
                .set(RestartOptions.TYPE, RestartStrategyType.NONE);
        if (checkpoint != null) {
            env.getConfiguration().set(SavepointOptions.PATH, checkpoint);
        }
        DataStream<Sum> numbers = env.fromSequence(1, records)
                .uid("numbers")
                .map(value -> new Sum(value % KEYS, value))
                .rebalance()
                .map(value -> value)
                .uid("same");
        (broadcast ? numbers.broadcast() : numbers.keyBy(Sum::key).reduce(Sum::plus))
                .map(value -> value)
                .uid("sums")
                .addSink((value, context) -> take(value))
                .uid("sink");
        return env.executeAsync("sums");
    }

    /** Runs until a checkpoint holds records, and cancels the job. */
    private String checkpointWithRecords(MiniCluster cluster, JobClient job) {
        WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
        Eventually.until("a checkpoint with records under way", () -> client.checkpoints(job.getJobID()).stream()
                .anyMatch(
                        report -> report.status() == CheckpointReport.Status.COMPLETED && holdsRecords(report.path())));
        job.cancel().join();
        job.getJobExecutionResult().handle((result, failure) -> null).join();
        String newest = client.checkpoints(job.getJobID()).stream()
                .filter(report -> report.status() == CheckpointReport.Status.COMPLETED)
                .max(Comparator.comparingLong(CheckpointReport::id))
                .orElseThrow()
                .path();
        assertThat(holdsRecords(newest)).isTrue();
        return newest;
    }

    private static boolean holdsRecords(String path) {
        CheckpointMetadata metadata;
        try {
            metadata = CheckpointStorage.read(path).metadata();
        } catch (RuntimeException e) {
            return false; // a newer one has taken its place
        }
        return metadata.operators().stream()
                .flatMap(operator -> operator.parts().stream())
                .anyMatch(part -> part.part().isInFlight());
    }

    /** With few records, sources have come to their end, and all that is left is under way. */
    @ParameterizedTest
    @CsvSource({"1, 50000", "1, 500000", "2, 50000", "2, 500000"})
    void recordsUnderWayGoToWhomTheyBelong(int taskManagers, long records) throws Exception {
        Configuration options = new Configuration().set(CheckpointingOptions.DIRECTORY, directory.toString());
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, taskManagers, 4))) {
            ClusterExecutor.on(cluster, () -> {
                slow = true;
                String two = checkpointWithRecords(cluster, start(2, records, false, null));
                String three = checkpointWithRecords(cluster, start(3, records, false, two));
                slow = false;
                start(1, records, false, three).getJobExecutionResult().join();
            });
        }
        Map<Long, Long> expected = LongStream.rangeClosed(1, records)
                .boxed()
                .collect(Collectors.groupingBy(value -> value % KEYS, Collectors.summingLong(value -> value)));
        assertThat(SUMS).isEqualTo(expected);
    }

    @Test
    void whatIsBroadcastIsRefusedWithTheMend() throws Exception {
        Configuration options = new Configuration().set(CheckpointingOptions.DIRECTORY, directory.toString());
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, 1, 4))) {
            ClusterExecutor.on(cluster, () -> {
                slow = true;
                String two = checkpointWithRecords(cluster, start(2, 100_000, true, null));
                slow = false;
                assertThatThrownBy(() -> start(3, 100_000, true, two)
                                .getJobExecutionResult()
                                .join())
                        .hasStackTraceContaining("what is broadcast had come to some of its consumers")
                        .hasStackTraceContaining("take a savepoint");
            });
        }
    }
}

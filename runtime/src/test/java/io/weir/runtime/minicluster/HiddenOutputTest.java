package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExternalizedCheckpointRetention;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.connector.file.BasePathBucketAssigner;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that nobody will publish go with their job; those that a checkpoint or savepoint knows of stay. */
@Timeout(120)
class HiddenOutputTest {
    private static volatile boolean fails; // set by the test, read by the tasks

    @TempDir
    private Path directory;

    private Path output;
    private MiniCluster cluster;
    private WeirClient client;
    private JobClient job;

    @BeforeEach
    void start() throws Exception {
        fails = false;
        output = directory.resolve("output");
        cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2));
        client = WeirClient.of(cluster.dispatcher(), new Configuration());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    static String slowly(long value) {
        if (fails) {
            throw new IllegalStateException("fails");
        }
        LockSupport.parkNanos(100_000);
        return Long.toString(value);
    }

    /** Begins to write, and waits for hidden files, and for files that are published. */
    private void write(ExternalizedCheckpointRetention retention) throws Exception {
        ClusterExecutor.on(cluster, () -> {
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(2);
            env.getConfiguration()
                    .set(RestartOptions.TYPE, RestartStrategyType.NONE)
                    .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(50))
                    .set(
                            CheckpointingOptions.DIRECTORY,
                            directory.resolve("checkpoints").toString())
                    .set(CheckpointingOptions.RETENTION, retention);
            env.fromSequence(0, Long.MAX_VALUE - 1)
                    .map(HiddenOutputTest::slowly)
                    .sinkTo(FileSink.forRowFormat(output.toString(), new SimpleStringEncoder<String>())
                            .withBucketAssigner(new BasePathBucketAssigner<>())
                            .build());
            job = env.executeAsync("endless");
        });
        Eventually.until("there is a checkpoint", () -> client.checkpoints(job.getJobID()).stream()
                .anyMatch(report -> report.status() == CheckpointReport.Status.COMPLETED));
        Eventually.until("there is something hidden", () -> !hidden().isEmpty());
        Files.createDirectory(output.resolve(".weir-of-another-job"));
    }

    private List<String> hidden() throws IOException {
        if (!Files.exists(output)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(output)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".weir-" + job.getJobID()))
                    .toList();
        }
    }

    private void cancel() {
        job.cancel().join();
        assertThatThrownBy(() -> job.getJobExecutionResult().join()).hasMessageContaining("was canceled");
    }

    @Test
    void aCanceledJobLeavesNothingHidden() throws Exception {
        write(ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS);
        cancel();
        assertThat(hidden()).isEmpty();
        assertThat(output.resolve(".weir-of-another-job")).exists();
    }

    @Test
    void aFailedJobLeavesNothingHidden() throws Exception {
        write(ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS);
        fails = true;
        assertThatThrownBy(() -> job.getJobExecutionResult().join()).hasMessageContaining("failed");
        assertThat(hidden()).isEmpty();
    }

    @Test
    void whatACheckpointKnowsOfStaysWithIt() throws Exception {
        write(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        cancel();
        assertThat(hidden()).isNotEmpty();
    }

    @Test
    void whatASavepointKnowsOfStays() throws Exception {
        write(ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS);
        long number = client.requestCheckpoint(
                job.getJobID(),
                CheckpointKind.SAVEPOINT,
                directory.resolve("savepoints").toString());
        Eventually.until("the savepoint is complete", () -> client.checkpoints(job.getJobID()).stream()
                .anyMatch(report -> report.id() == number && report.status() == CheckpointReport.Status.COMPLETED));
        cancel();
        assertThat(hidden()).isNotEmpty();
    }
}

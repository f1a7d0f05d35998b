package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExternalizedCheckpointRetention;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.runtime.checkpoint.CheckpointMetadata;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of jobs on a cluster in this process, with one TaskManager and with two. */
@Timeout(120)
class CheckpointsTest {
    @TempDir
    private Path directory;

    private static List<Path> checkpoints(Path job) {
        try (Stream<Path> found = Files.walk(job)) {
            return found.filter(file -> file.endsWith("_metadata")).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // a checkpoint is deleted at this moment, or none is there yet
        }
    }

    private static StreamExecutionEnvironment endless(int parallelism) {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(parallelism);
        env.enableCheckpointing(50);
        Programs.endless(env).keyBy(value -> value % 10).reduce(Long::sum).addSink((value, context) -> {});
        return env;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void keepsTheNewestCheckpointOfACanceledJobIfThatIsWanted(int taskManagers) throws Exception {
        Configuration options = new Configuration()
                .set(CheckpointingOptions.DIRECTORY, directory.toString())
                .set(CheckpointingOptions.RETENTION, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, taskManagers, 2))) {
            ClusterExecutor.on(cluster, () -> {
                JobClient job = endless(2).executeAsync("endless");
                Path home = directory.resolve(job.getJobID().value());
                Eventually.until("several checkpoints are complete", () -> checkpoints(home).stream()
                        .anyMatch(file -> file.toString().compareTo(home + "/chk-3") > 0));
                job.cancel().join();
                assertThat(job.getJobExecutionResult()).failsWithin(Duration.ofSeconds(30));
                assertThat(checkpoints(home)).hasSize(1);
                CompletedCheckpoint left =
                        CheckpointStorage.read(checkpoints(home).get(0).toString());
                assertThat(left.metadata().operators())
                        .filteredOn(operator -> operator.parts().stream()
                                .anyMatch(part -> part.part().keyGroups() > 0))
                        .singleElement()
                        .satisfies(reduce -> assertThat(reduce.parts())
                                .filteredOn(part -> !part.part().isInFlight())
                                .hasSize(2)
                                .extracting(CheckpointMetadata.Part::instance)
                                .containsExactly(0, 1));
            });
        }
    }

    @Test
    void deletesTheCheckpointsOfAJobThatHasEnded() throws Exception {
        Configuration options = new Configuration().set(CheckpointingOptions.DIRECTORY, directory.toString());
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                JobClient job = endless(2).executeAsync("endless");
                Path home = directory.resolve(job.getJobID().value());
                Eventually.until(
                        "a checkpoint is complete", () -> !checkpoints(home).isEmpty());
                job.cancel().join();
                assertThat(job.getJobExecutionResult()).failsWithin(Duration.ofSeconds(30));
                assertThat(directory).isEmptyDirectory();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(ExternalizedCheckpointRetention.class)
    void keepsTheNewestCheckpointOfAFailedJobUnlessNoneIsKept(ExternalizedCheckpointRetention retention)
            throws Exception {
        Configuration options = new Configuration()
                .set(CheckpointingOptions.DIRECTORY, directory.toString())
                .set(CheckpointingOptions.RETENTION, retention)
                .set(RestartOptions.TYPE, RestartStrategyType.NONE);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
                env.enableCheckpointing(50);
                String all = directory.toString();
                Programs.endless(env)
                        .map(value -> {
                            if (!checkpoints(Path.of(all)).isEmpty()) {
                                throw new IllegalStateException("there is a checkpoint");
                            }
                            return value;
                        })
                        .addSink((value, context) -> {});
                JobClient job = env.executeAsync("failing");
                assertThat(job.getJobExecutionResult())
                        .failsWithin(Duration.ofSeconds(60))
                        .withThrowableOfType(ExecutionException.class)
                        .withMessageContaining("there is a checkpoint");
                boolean kept = retention != ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS;
                assertThat(checkpoints(directory)).hasSize(kept ? 1 : 0);
            });
        }
    }

    @Test
    void needsADirectoryWhereTheProcessesAreMany() {
        assertThatThrownBy(() -> io.weir.runtime.checkpoint.CheckpointSettings.read(
                        new Configuration(), endless(1).getConfiguration()))
                .hasMessageContaining("execution.checkpointing.dir");
    }
}

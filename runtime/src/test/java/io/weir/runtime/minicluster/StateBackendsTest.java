package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.SavepointOptions;
import io.weir.configuration.StateBackendType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobId;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program gives the same results wherever its state is kept, also if that changes from one savepoint to the next. */
@Timeout(180)
class StateBackendsTest {
    private static final long RECORDS = 8_000;

    @TempDir
    private Path directory;

    @BeforeEach
    void forget() {
        EveryKindOfState.reset();
    }

    private StreamExecutionEnvironment environment(StateBackendType type, int parallelism) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                .setParallelism(parallelism)
                .setStateBackend(type);
        env.getConfiguration()
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 10)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
        return env;
    }

    private JobClient start(StateBackendType type, int parallelism, Path savepoint) throws Exception {
        StreamExecutionEnvironment env = environment(type, parallelism);
        if (savepoint != null) {
            env.getConfiguration().set(SavepointOptions.PATH, savepoint.toString());
        }
        EveryKindOfState.build(env, RECORDS, 0);
        return env.executeAsync("every kind of state");
    }

    private Path stop(MiniCluster cluster, JobClient job) {
        WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
        JobId id = job.getJobID();
        long number = client.requestCheckpoint(id, CheckpointKind.STOP, directory.toString());
        Eventually.until("the savepoint is complete", () -> client.checkpoints(id).stream()
                .anyMatch(report -> report.id() == number && report.status() != CheckpointReport.Status.IN_PROGRESS));
        CheckpointReport report = client.checkpoints(id).stream()
                .filter(each -> each.id() == number)
                .findFirst()
                .orElseThrow();
        assertThat(report.status()).as(report.failure()).isEqualTo(CheckpointReport.Status.COMPLETED);
        job.getJobExecutionResult().join();
        return Path.of(report.path());
    }

    @Test
    void savepointsDoNotKnowTheirBackend() throws Exception {
        List<StateBackendType> types = List.of(
                StateBackendType.HASHMAP, StateBackendType.ROCKSDB, StateBackendType.ROCKSDB, StateBackendType.HASHMAP);
        int[] parallelism = {2, 2, 3, 1};
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 3))) {
            ClusterExecutor.on(cluster, () -> {
                Path savepoint = null;
                for (int i = 0; i < types.size(); i++) {
                    JobClient job = start(types.get(i), parallelism[i], savepoint);
                    if (i < types.size() - 1) {
                        EveryKindOfState.awaitResults((i + 1) * RECORDS / 5);
                        savepoint = stop(cluster, job);
                    } else {
                        job.getJobExecutionResult().join();
                    }
                }
            });
        }
        EveryKindOfState.check(RECORDS);
    }

    @ParameterizedTest
    @CsvSource({"HASHMAP,false", "ROCKSDB,false", "ROCKSDB,true"})
    void tasksThatFailGoOnFromACheckpoint(StateBackendType type, boolean incremental) throws Exception {
        Configuration options = new Configuration()
                .set(CheckpointingOptions.DIRECTORY, directory.toString())
                .set(CoreOptions.TEMPORARY_DIRECTORY, directory.resolve("tmp").toString());
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, 2, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = environment(type, 2).enableCheckpointing(20);
                env.getConfiguration().set(CheckpointingOptions.INCREMENTAL, incremental);
                EveryKindOfState.build(env, RECORDS, 3);
                env.execute("every kind of state");
            });
        }
        assertThat(EveryKindOfState.failures()).isGreaterThanOrEqualTo(3);
        EveryKindOfState.check(RECORDS);
        assertThat(filesBelow(directory.resolve("tmp"))).as("left behind").isEmpty();
    }

    private static List<Path> filesBelow(Path root) throws IOException {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void refusesABackendThatThereIsNot() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.getConfiguration().setString("state.backend.type", "rockdb");
        env.fromSequence(1, 2).keyBy(value -> value).reduce(Long::sum).addSink((value, context) -> {});
        assertThatThrownBy(env::execute)
                .hasMessageContaining("state.backend.type")
                .hasMessageContaining("Did you mean 'rocksdb'?");
    }
}

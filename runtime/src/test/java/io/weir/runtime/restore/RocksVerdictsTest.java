package io.weir.runtime.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExternalizedCheckpointRetention;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.SavepointOptions;
import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.StateBackendType;
import io.weir.execution.JobClient;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.minicluster.MiniCluster;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.restore.RestoreReport.StateReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of checkpoints whose state is in files of RocksDB is what happens, or that it is not known. */
@Timeout(300)
class RocksVerdictsTest {
    private static final String KEEPER = ".keyBy(n -> n % 7).process(new Keeper()).uid(\"keeper\")";

    @TempDir
    static Path directory;

    private static CompletedCheckpoint checkpoint;

    private static Configuration options(StateBackendType backend) {
        return new Configuration()
                .set(CoreOptions.DEFAULT_PARALLELISM, 1)
                .set(StateBackendOptions.TYPE, backend)
                .set(CheckpointingOptions.INCREMENTAL, true)
                .set(CheckpointingOptions.RETENTION, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION)
                .set(CheckpointingOptions.DIRECTORY, directory.toString())
                .set(RestartOptions.TYPE, RestartStrategyType.NONE);
    }

    @BeforeAll
    static void takeCheckpoint() throws Exception {
        ChangingProgram program = ChangingProgram.first(directory.resolve("first"));
        JobGraph graph = program.graph(options(StateBackendType.ROCKSDB), true);
        program.with(() -> {
            try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 3))) {
                JobClient job = ChangingProgram.submit(cluster, graph);
                WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
                Eventually.until("records are read", ChangingProgram.Numbers::haveBeenGiven);
                long number = client.requestCheckpoint(job.getJobID(), CheckpointKind.CHECKPOINT, "");
                Eventually.until("the checkpoint is complete", () -> client.checkpoints(job.getJobID()).stream()
                        .anyMatch(each -> each.id() == number && each.status() == CheckpointReport.Status.COMPLETED));
                String path = client.checkpoints(job.getJobID()).get(0).path();
                job.cancel().join();
                job.getJobExecutionResult().handle((result, canceled) -> null).join();
                checkpoint = CheckpointStorage.read(path);
            }
            return null;
        });
        assertThat(checkpoint.metadata().operators())
                .as("state is in files")
                .anyMatch(operator -> operator.parts().stream()
                        .anyMatch(part -> !part.part().files().isEmpty()));
    }

    private static RestoreReport check(String version, StateBackendType backend, boolean restores, String... fromTo)
            throws Exception {
        Map<String, String> replacements = new LinkedHashMap<>();
        for (int i = 0; i < fromTo.length; i += 2) {
            replacements.put(fromTo[i], fromTo[i + 1]);
        }
        ChangingProgram program = ChangingProgram.changed(directory.resolve(version), replacements);
        Configuration options = options(backend)
                .set(SavepointOptions.PATH, checkpoint.directory())
                .set(SavepointOptions.CHECK_FIRST, false);
        JobGraph graph = program.graph(options, false);
        RestoreReport report = new RestoreCheck(
                        checkpoint,
                        graph,
                        program.classes(),
                        RestoreCheck.Manner.thorough(new Configuration(), 2, Duration.ofSeconds(30)))
                .run();
        String failure = program.with(() -> {
            try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 3))) {
                ChangingProgram.submit(cluster, graph).getJobExecutionResult().join();
                return "";
            } catch (CompletionException e) {
                return e.getCause().getMessage();
            }
        });
        assertThat(failure.isEmpty()).as(failure).isEqualTo(restores);
        assertThat(report.isPossible(true)).as(report.toString()).isEqualTo(restores);
        return report;
    }

    private static Outcome outcomeOf(RestoreReport report, String state) {
        return report.operators().stream()
                .flatMap(operator -> operator.states().stream())
                .filter(each -> each.name().equals(state))
                .map(StateReport::outcome)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void goesOnWithFilesAndSaysWhatOnlyTheyShow() throws Exception {
        RestoreReport report = check("same", StateBackendType.ROCKSDB, true);
        assertThat(outcomeOf(report, "sum")).isEqualTo(Outcome.RESTORED);
        assertThat(outcomeOf(report, "kinds")).isEqualTo(Outcome.RESTORED);
        assertThat(outcomeOf(report, "any")).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void refusesTypesThatDoNotFit() throws Exception {
        RestoreReport report =
                check("narrowed", StateBackendType.ROCKSDB, false, "public long total;", "public int total;");
        assertThat(outcomeOf(report, "value")).isEqualTo(Outcome.REFUSED);
        assertThat(outcomeOf(report, "sum")).isEqualTo(Outcome.RESTORED);
    }

    @Test
    void refusesFilesWhereStateIsKeptOnTheHeap() throws Exception {
        RestoreReport report = check("heap", StateBackendType.HASHMAP, false);
        assertThat(report.refusals()).anySatisfy(reason -> assertThat(reason).contains("files of RocksDB"));
    }

    @Test
    void refusesFilesOfAnOperatorThatHasLostItsKeys() throws Exception {
        RestoreReport report =
                check("unkeyed", StateBackendType.ROCKSDB, false, KEEPER, ".process(new Unkeyed()).uid(\"keeper\")");
        assertThat(outcomeOf(report, "sum")).isEqualTo(Outcome.REFUSED);
    }
}

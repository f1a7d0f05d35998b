package io.weir.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointMetadata;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.CheckpointReport.Status;
import io.weir.runtime.protocol.TaskSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCommandsTest {
    private static final String JOB = "0123456789abcdef0123456789abcdef";

    private final FakeClusters clusters = new FakeClusters();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int weir(String... args) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                Map.of());
        return Weir.execute(console, clusters, args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static CheckpointReport report(CheckpointKind kind, Status status, String failure) {
        return report(7, kind, status, failure);
    }

    private static CheckpointReport report(long id, CheckpointKind kind, Status status, String failure) {
        TaskSnapshot.Times times = new TaskSnapshot.Times(1, 2, 3, 4);
        return new CheckpointReport(
                id, kind, status, 0, 25, 1000, 4, 3, "/save/savepoint-1", "Map (1/2)", times, failure);
    }

    @Test
    void takesASavepointAndWaitsForIt() {
        clusters.reports.add(report(CheckpointKind.SAVEPOINT, Status.IN_PROGRESS, ""));
        clusters.reports.add(report(CheckpointKind.SAVEPOINT, Status.COMPLETED, ""));
        assertThat(weir("savepoint", JOB, "/save")).isEqualTo(ExitCode.DONE);
        assertThat(clusters.requests).containsExactly(JOB + " SAVEPOINT '/save'");
        assertThat(out()).isEqualTo("Savepoint completed. Path: /save/savepoint-1");
    }

    @Test
    void saysWhatTheCommandsForHighAvailabilityLack() {
        assertThat(weir("ha")).isEqualTo(ExitCode.USAGE);
        assertThat(weir("ha", "list", "--json")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("'weir ha list' and 'weir ha clean'")
                .contains("high-availability.storageDir is not set");
    }

    @Test
    void saysWhyASavepointFailed() {
        clusters.reports.add(report(CheckpointKind.SAVEPOINT, Status.FAILED, "the disk is full"));
        assertThat(weir("savepoint", JOB)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("The checkpoint 7 failed: the disk is full");
    }

    @Test
    void asksTheNextJobManagerForWhatWasLostWithTheOneBefore() {
        clusters.numbers.add(1_001L);
        clusters.reports.add(report(CheckpointKind.STOP, Status.IN_PROGRESS, ""));
        clusters.reports.add(report(1_000, CheckpointKind.CHECKPOINT, Status.COMPLETED, ""));
        clusters.reports.add(report(1_001, CheckpointKind.STOP, Status.COMPLETED, ""));
        assertThat(weir("stop", JOB, "-p", "/save")).isEqualTo(ExitCode.DONE);
        assertThat(clusters.requests).hasSize(2).containsOnly(JOB + " STOP '/save'");
        assertThat(clusters.requestIds).hasSize(2).doesNotContainNull();
        assertThat(clusters.requestIds.get(1)).isEqualTo(clusters.requestIds.get(0));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("lost before its checkpoint 7 was complete");
        assertThat(out()).isEqualTo("Savepoint completed. Path: /save/savepoint-1");
    }

    @Test
    void saysThatACheckpointIsNotKnown() {
        assertThat(weir("checkpoint", JOB)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("does not know of its checkpoint 7");
    }

    @Test
    void stopsAJobWithASavepoint() {
        clusters.reports.add(report(CheckpointKind.STOP, Status.COMPLETED, ""));
        assertThat(weir("stop", "-p", "/save", JOB)).isEqualTo(ExitCode.DONE);
        assertThat(weir("stop", "--drain", JOB)).isEqualTo(ExitCode.DONE);
        assertThat(weir("checkpoint", JOB)).isEqualTo(ExitCode.DONE);
        assertThat(clusters.requests).containsExactly(JOB + " STOP '/save'", JOB + " DRAIN ''", JOB + " CHECKPOINT ''");
    }

    @Test
    void listsTheCheckpointsOfAJob() {
        clusters.reports.add(report(CheckpointKind.CHECKPOINT, Status.COMPLETED, ""));
        assertThat(weir("checkpoints", JOB)).isEqualTo(ExitCode.DONE);
        assertThat(out())
                .isEqualTo(
                        "7 : CHECKPOINT COMPLETED, 25 ms, 1000 bytes, 3 of 4 tasks, slowest Map (1/2) (start delay 1 ms,"
                                + " alignment 2 ms, capture 3 us, writing 4 ms), /save/savepoint-1");
        out.reset();
        assertThat(weir("checkpoints", "--json", JOB)).isEqualTo(ExitCode.DONE);
        assertThat(out()).startsWith("[{\"id\":7,\"kind\":\"CHECKPOINT\"").contains("\"captureMicros\":3");
    }

    @Test
    void deletesASavepointButNoCheckpoint(@TempDir Path directory) {
        Path savepoint = directory.resolve("savepoint-1");
        Path checkpoint = directory.resolve("chk-1");
        write(savepoint, CheckpointKind.SAVEPOINT);
        write(checkpoint, CheckpointKind.CHECKPOINT);
        assertThat(weir("savepoint", "-d", savepoint.toString())).isEqualTo(ExitCode.DONE);
        assertThat(savepoint).doesNotExist();
        assertThat(weir("savepoint", "-d", checkpoint.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(checkpoint).exists();
    }

    private static void write(Path directory, CheckpointKind kind) {
        CheckpointStorage.write(
                directory.toString(), new CheckpointMetadata(new JobId(JOB), 1, kind, 0, List.of(), List.of()));
    }
}

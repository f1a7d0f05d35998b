package io.weir.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.CheckpointStage;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.TaskStage;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCoordinatorTest {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final ScriptedJob job = new ScriptedJob();
    private final Configuration options = new Configuration().set(CheckpointingOptions.INTERVAL, INTERVAL);

    @TempDir
    private Path directory;

    private CheckpointCoordinator start() {
        CheckpointCoordinator coordinator = create();
        coordinator.resume();
        return coordinator;
    }

    private CheckpointCoordinator create() {
        options.set(CheckpointingOptions.DIRECTORY, directory.toString());
        CheckpointSettings settings = CheckpointSettings.read(new Configuration(), options);
        String jobDirectory = CheckpointStorage.jobDirectory(directory.toString(), job.graph.jobId());
        return new CheckpointCoordinator(
                settings, job, new HeapCheckpointStore(settings.retained(), jobDirectory, job.io()));
    }

    private Path checkpoint(long id) {
        return directory.resolve(job.graph.jobId().value()).resolve("chk-" + id);
    }

    private static FailureInfo failure(String message) {
        return Failures.of(ErrorCode.STORAGE, message);
    }

    @Test
    void takesACheckpointEachInterval() {
        CheckpointCoordinator coordinator = start();
        job.host.advance(INTERVAL);
        assertThat(job.told).containsExactlyInAnyOrder("tm-1 begins 1", "tm-2 begins 1");
        job.told.clear();

        coordinator.acknowledge(ScriptedJob.FIRST, 1, job.storedBy(0));
        assertThat(job.files).isEmpty();
        coordinator.acknowledge(ScriptedJob.SECOND, 1, job.storedBy(1));
        assertThat(job.told).isEmpty();
        job.runFiles();

        assertThat(job.told).containsExactly("completed 1");
        CompletedCheckpoint complete = coordinator.store().latest().orElseThrow();
        assertThat(CheckpointStorage.read(checkpoint(1).toString()).metadata().operators())
                .hasSize(2)
                .extracting(CheckpointMetadata.OperatorState::name)
                .containsExactly("Source", "Counter");
        assertThat(complete.metadata().enumerators()).hasSize(1);
        assertThat(coordinator.reports().get(0).status()).isEqualTo(CheckpointReport.Status.COMPLETED);
        assertThat(coordinator.reports().get(0).slowest().writeMillis()).isEqualTo(5);

        job.host.advance(INTERVAL);
        job.complete(coordinator, 2);
        assertThat(checkpoint(1)).doesNotExist();
        assertThat(checkpoint(2)).exists();
    }

    @Test
    void waitsForTheMinimumPause() {
        options.set(CheckpointingOptions.MIN_PAUSE, Duration.ofMillis(800));
        CheckpointCoordinator coordinator = start();
        job.host.advance(INTERVAL);
        job.host.advance(Duration.ofMillis(900));
        job.complete(coordinator, 1);
        job.host.advance(Duration.ofMillis(799));
        assertThat(job.triggers).hasSize(2);
        job.host.advance(Duration.ofMillis(1));
        assertThat(job.triggers).hasSize(4);
    }

    @Test
    void beginsNoMoreThanAreAllowedAtTheSameTime() {
        options.set(CheckpointingOptions.MAX_CONCURRENT, 2);
        CheckpointCoordinator coordinator = start();
        job.host.advance(INTERVAL.multipliedBy(5));
        assertThat(job.triggers).extracting("id").containsOnly(1L, 2L);
        job.complete(coordinator, 2);
        assertThat(job.told).contains("completed 2", "given up 1");
        assertThat(job.failures).isEmpty();
        assertThat(job.triggers).extracting("id").contains(3L);
    }

    @Test
    void givesUpWhatTakesTooLongAndIgnoresWhatComesLate() throws Exception {
        options.set(CheckpointingOptions.TIMEOUT, Duration.ofSeconds(5));
        options.set(CheckpointingOptions.TOLERABLE_FAILURES, 1);
        CheckpointCoordinator coordinator = start();
        job.host.advance(INTERVAL);
        coordinator.acknowledge(ScriptedJob.FIRST, 1, job.storedBy(0));
        Files.createDirectories(checkpoint(1));
        job.host.advance(Duration.ofSeconds(5));
        job.runFiles();
        assertThat(job.told).contains("given up 1");
        assertThat(coordinator.reports())
                .filteredOn(report -> report.id() == 1)
                .extracting(CheckpointReport::failure)
                .containsExactly(
                        "It was not complete within 5000 ms: nothing was heard of Source (2/2) on host-tm-2 (tm-2),"
                                + " nothing was heard of Counter (2/2) on host-tm-2 (tm-2).");
        assertThat(checkpoint(1)).doesNotExist();

        Files.createDirectories(checkpoint(1)); // a TaskManager that was late
        coordinator.acknowledge(ScriptedJob.SECOND, 1, job.storedBy(1));
        job.runFiles();
        assertThat(checkpoint(1)).doesNotExist();
        assertThat(coordinator.store().latest()).isEmpty();
        assertThat(job.failures).isEmpty();

        job.host.advance(Duration.ofSeconds(5));
        assertThat(job.failures).singleElement().satisfies(failure -> assertThat(failure.message())
                .startsWith("Checkpoint 2 failed, and only 1 failures in a row are tolerated: "));
    }

    @Test
    void saysWhatEachLateTaskIsAt() {
        options.set(CheckpointingOptions.TIMEOUT, Duration.ofSeconds(5));
        CheckpointCoordinator coordinator = start();
        job.stages = new CompletableFuture<>();
        job.host.advance(INTERVAL);
        job.host.advance(Duration.ofSeconds(5));
        assertThat(job.told).doesNotContain("given up 1");
        job.stages.complete(List.of(
                new TaskStage(job.task("source", 0), CheckpointStage.STORED),
                new TaskStage(job.task("source", 1), CheckpointStage.BUSY),
                new TaskStage(job.task("counter", 0), CheckpointStage.WAITING),
                new TaskStage(job.task("counter", 1), CheckpointStage.WRITING)));
        assertThat(failureOf(coordinator, 1))
                .isEqualTo("It was not complete within 5000 ms: Counter (2/2) on host-tm-2 (tm-2) writes its state,"
                        + " Source (2/2) on host-tm-2 (tm-2) has not come to it, being busy with a record, or without"
                        + " room for what that gives, Counter (1/2) on host-tm-1 (tm-1) waits for barriers.");
    }

    @Test
    void doesNotWaitForEverForWhatLateTasksAreAt() {
        options.set(CheckpointingOptions.TIMEOUT, Duration.ofSeconds(5));
        CheckpointCoordinator coordinator = start();
        job.stages = new CompletableFuture<>();
        job.host.advance(INTERVAL);
        job.host.advance(Duration.ofSeconds(7));
        assertThat(job.told).contains("given up 1");
        assertThat(failureOf(coordinator, 1)).contains("nothing was heard of Source (1/2) on host-tm-1 (tm-1), ");
    }

    private static String failureOf(CheckpointCoordinator coordinator, long id) {
        return coordinator.reports().stream()
                .filter(report -> report.id() == id)
                .findFirst()
                .orElseThrow()
                .failure();
    }

    @Test
    void oneThatSucceedsForgivesThoseThatFailedBefore() {
        options.set(CheckpointingOptions.TOLERABLE_FAILURES, 1);
        CheckpointCoordinator coordinator = start();
        for (int round = 0; round < 3; round++) {
            job.host.advance(INTERVAL);
            coordinator.decline(2 * round + 1, job.task("counter", 0), failure("disk full"));
            job.host.advance(INTERVAL);
            job.complete(coordinator, 2 * round + 2);
        }
        assertThat(job.failures).isEmpty();
        job.host.advance(INTERVAL);
        coordinator.decline(7, job.task("counter", 0), failure("disk full"));
        job.host.advance(INTERVAL);
        coordinator.decline(8, job.task("counter", 0), failure("disk full"));
        assertThat(job.failures).hasSize(1);
    }

    @Test
    void failsTheCheckpointWhoseSourcesOrCallsFail() {
        options.set(CheckpointingOptions.TOLERABLE_FAILURES, 5);
        CheckpointCoordinator coordinator = start();
        job.enumerators = CompletableFuture.failedFuture(new IllegalStateException("no splits today"));
        job.host.advance(INTERVAL);
        assertThat(coordinator.reports().get(0).failure()).contains("no splits today");
        job.enumerators = CompletableFuture.completedFuture(List.of());
        job.answer = CompletableFuture.failedFuture(new WeirException(ErrorCode.UNREACHABLE, "tm-1 is gone"));
        job.host.advance(INTERVAL);
        assertThat(coordinator.reports().get(0).failure()).contains("tm-1 is gone");
        assertThat(coordinator.reports()).hasSize(2);
    }

    @Test
    void countsTasksThatHaveFinished() {
        CheckpointCoordinator coordinator = start();
        job.finished.add(job.task("source", 0));
        job.host.advance(INTERVAL);
        assertThat(job.told).containsExactlyInAnyOrder("tm-1 begins 1", "tm-2 begins 1");
        job.finished.add(job.task("source", 1));
        coordinator.taskFinished();
        coordinator.acknowledge(ScriptedJob.FIRST, 1, List.of(job.stored("counter", 0)));
        coordinator.acknowledge(ScriptedJob.SECOND, 1, List.of(job.stored("counter", 1)));
        job.runFiles();
        StateAssignment assignment =
                StateAssignment.of(coordinator.store().latest().orElseThrow(), job.graph, false);
        assertThat(assignment.isFinished(job.task("source", 0).vertex(), 0)).isTrue();
        assertThat(assignment.isFinished(job.task("counter", 0).vertex(), 0)).isFalse();
    }

    @Test
    void waitsForWhatAFinishedTaskKeptBefore() {
        CheckpointCoordinator coordinator = start();
        job.host.advance(INTERVAL);
        coordinator.acknowledge(ScriptedJob.FIRST, 1, job.storedBy(0));
        job.finished.add(job.task("source", 1));
        job.finished.add(job.task("counter", 1));
        coordinator.taskFinished();
        assertThat(job.files).isEmpty();
        coordinator.acknowledge(ScriptedJob.SECOND, 1, List.of(job.stored("counter", 1)));
        job.runFiles();
        CheckpointMetadata metadata = coordinator.store().latest().orElseThrow().metadata();
        assertThat(metadata.operators().get(0).finished()).containsExactly(1);
        assertThat(metadata.operators().get(1).finished()).isEmpty();
        assertThat(metadata.operators().get(1).parts()).hasSize(2);
    }

    @Test
    void takesNoneWhileTasksStartAnew() {
        CheckpointCoordinator coordinator = start();
        job.host.advance(INTERVAL);
        coordinator.suspend("a task failed");
        assertThat(job.told).contains("given up 1");
        job.told.clear();
        job.host.advance(INTERVAL.multipliedBy(3));
        assertThat(job.told).isEmpty();
        assertThat(job.failures).isEmpty();
        job.running = false;
        coordinator.resume();
        assertThat(job.told).isEmpty();
        job.running = true;
        coordinator.taskRuns();
        assertThat(job.told).hasSize(2);
    }

    @Test
    void takesNoneWhileTasksStopWithASavepoint() {
        CheckpointCoordinator coordinator = start();
        coordinator.request(
                CheckpointKind.STOP, directory.resolve("savepoint-1").toString());
        job.host.advance(INTERVAL.multipliedBy(2));
        job.complete(coordinator, 1);
        assertThat(coordinator.stoppedWith()).isPresent();
        job.host.advance(INTERVAL.multipliedBy(2));
        assertThat(job.told).containsExactlyInAnyOrder("tm-1 begins 1", "tm-2 begins 1", "completed 1");
    }

    @Test
    void aSavepointTakesAsLongAsItMakesProgress() {
        options.set(CheckpointingOptions.TIMEOUT, Duration.ofSeconds(5));
        options.remove(CheckpointingOptions.INTERVAL);
        CheckpointCoordinator coordinator = start();
        Path target = directory.resolve("savepoint-1");
        CompletableFuture<CompletedCheckpoint> savepoint =
                coordinator.request(CheckpointKind.SAVEPOINT, target.toString()).result();
        job.host.advance(Duration.ofSeconds(4));
        coordinator.acknowledge(ScriptedJob.FIRST, 1, job.storedBy(0));
        job.host.advance(Duration.ofSeconds(4));
        assertThat(savepoint).isNotDone();
        coordinator.acknowledge(ScriptedJob.SECOND, 1, job.storedBy(1));
        job.runFiles();
        assertThat(savepoint).isCompleted();
        assertThat(target.resolve("_metadata")).exists();
        assertThat(coordinator.store().latest()).isEmpty();

        CompletableFuture<CompletedCheckpoint> stuck =
                coordinator.request(CheckpointKind.SAVEPOINT, target + "-2").result();
        job.host.advance(Duration.ofSeconds(6));
        assertThat(stuck).isCompletedExceptionally();
        assertThat(job.failures).isEmpty();
    }

    @Test
    void deletesWhatIsNotKeptWhenTheJobEnds() {
        CheckpointCoordinator coordinator = start();
        job.host.advance(INTERVAL);
        job.complete(coordinator, 1);
        CompletableFuture<Void> end = coordinator.end("it has finished", false);
        job.runFiles();
        assertThat(end).isCompleted();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void keepsTheNewestWhenItsOwnerWantsThem() {
        options.set(CheckpointingOptions.RETAINED, 2);
        CheckpointCoordinator coordinator = start();
        for (int id = 1; id <= 3; id++) {
            job.host.advance(INTERVAL);
            job.complete(coordinator, id);
        }
        coordinator.end("it was canceled", true);
        job.runFiles();
        assertThat(checkpoint(1)).doesNotExist();
        assertThat(checkpoint(2).resolve("_metadata")).exists();
        assertThat(checkpoint(3).resolve("_metadata")).exists();
    }

    @Test
    void aCrashBetweenAnyTwoStepsLeavesACheckpointToStartFrom() {
        // Steps on files while a checkpoint is completed: its metadata is written, the one before is deleted.
        for (int steps = 0; steps <= 2; steps++) {
            ScriptedJob crashing = new ScriptedJob();
            Path root = directory.resolve("crash-" + steps);
            options.set(CheckpointingOptions.DIRECTORY, root.toString());
            CheckpointSettings settings = CheckpointSettings.read(new Configuration(), options);
            String jobDirectory = CheckpointStorage.jobDirectory(root.toString(), crashing.graph.jobId());
            CheckpointCoordinator coordinator = new CheckpointCoordinator(
                    settings, crashing, new HeapCheckpointStore(1, jobDirectory, crashing.io()));
            coordinator.resume();
            crashing.host.advance(INTERVAL);
            crashing.complete(coordinator, 1);
            crashing.host.advance(INTERVAL);
            crashing.acknowledge(coordinator, 2);
            for (int step = 0; step < steps; step++) {
                crashing.files.remove().run();
            }
            long expected = steps == 0 ? 1 : 2;
            CompletedCheckpoint left =
                    CheckpointStorage.read(CheckpointStorage.checkpointDirectory(jobDirectory, expected));
            assertThat(StateAssignment.of(left, crashing.graph, false).checkpointId())
                    .isEqualTo(expected);
            assertThat(Path.of(jobDirectory, "chk-1").toFile().exists()).isEqualTo(steps < 2);
        }
    }

    @Test
    void refusesToTakeCheckpointsThatItCannotKeep() {
        assertThatThrownBy(() -> CheckpointSettings.read(new Configuration(), options))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("set execution.checkpointing.dir to a directory");
    }
}

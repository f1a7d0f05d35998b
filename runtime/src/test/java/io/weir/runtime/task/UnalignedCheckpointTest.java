package io.weir.runtime.task;

import static io.weir.runtime.task.TaskCheckpointsTest.SINKS;
import static io.weir.runtime.task.TaskCheckpointsTest.SOURCES;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.TaskRestore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that do not wait for barriers: no record is lost or counted twice, and nothing has to move. */
@Timeout(180)
class UnalignedCheckpointTest {
    private static final long END = 300_000;

    /** Takes a checkpoint of all tasks. */
    private static void take(TestJob job, long id, long unalignedAfter) {
        CheckpointTrigger trigger = TaskCheckpointsTest.trigger(id, CheckpointKind.CHECKPOINT, true, unalignedAfter);
        TaskCheckpointsTest.triggerAll(job, trigger);
        for (int i = 0; i < SINKS; i++) {
            job.task("sink", i).triggerCheckpoint(trigger);
        }
        TestJob.await("checkpoint " + id, () -> job.failure() != null || TaskCheckpointsTest.isTaken(job, id));
        assertThat(job.failure()).isNull();
    }

    /** What each task starts from, by vertex and instance. */
    private static Map<String, TaskRestore> restores(TestJob job, long id) {
        Map<String, TaskRestore> restores = new HashMap<>();
        Map.of("source", SOURCES, "sink", SINKS).forEach((vertex, parallelism) -> {
            for (int i = 0; i < parallelism; i++) {
                List<OperatorPart> parts = job.listener().capture(vertex, i, id).operators().stream()
                        .map(TaskCheckpointsTest::stored)
                        .toList();
                String operatorId = parts.get(0).operatorId();
                restores.put(
                        vertex + i,
                        new TaskRestore(id, List.of(new TaskRestore.OperatorRestore(operatorId, parts, false)), false));
            }
        });
        return restores;
    }

    private static boolean hasRecordsUnderWay(Map<String, TaskRestore> restores) {
        return restores.values().stream()
                .flatMap(restore -> restore.operators().stream())
                .flatMap(operator -> operator.parts().stream())
                .anyMatch(OperatorPart::isInFlight);
    }

    private static void restore(TestJob job, Map<String, TaskRestore> restores) {
        job.restore(execution -> restores.get(execution.vertex().value() + execution.subtask()));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 50", "2, 0", "2, 50"})
    void nothingHasToMove(int taskManagers, long unalignedAfter, TestInfo info) {
        String name = info.getDisplayName();
        Numbered.Control control = Numbered.Control.of(name);
        control.blocked = true;
        TaskCheckpointsTest.emitRest(control);
        Map<String, TaskRestore> restores;
        try (TestJob job = TaskCheckpointsTest.job(taskManagers, name, END)) {
            job.start();
            TestJob.await("records", () -> control.counted.get() >= SINKS);
            awaitStandstill(job);
            long counted = control.counted.get();
            for (long id = 1; id <= 3; id++) {
                take(job, id, unalignedAfter);
            }
            assertThat(control.counted.get()).as("records that moved").isEqualTo(counted);
            restores = restores(job, 3);
        }
        assertThat(hasRecordsUnderWay(restores)).isTrue();
        control.unblock();
        try (TestJob job = TaskCheckpointsTest.job(taskManagers, name, END)) {
            restore(job, restores);
            job.start();
            TestJob.await("the end", job::isDone);
            assertThat(job.failure()).isNull();
        }
        Map<Integer, Long> counts = new HashMap<>();
        control.results.forEach(each -> each.forEach((source, count) -> counts.merge(source, count, Long::sum)));
        assertThat(counts).isEqualTo(Map.of(0, END, 1, END, 2, END));
    }

    /** Waits until the sources do not get on. */
    private static void awaitStandstill(TestJob job) {
        long[] last = {-1};
        int[] same = {0};
        TestJob.await("a standstill", () -> {
            long now = 0;
            for (int i = 0; i < SOURCES; i++) {
                now += job.task("source", i).metrics().recordsOut();
            }
            same[0] = now == last[0] ? same[0] + 1 : 0;
            last[0] = now;
            return same[0] > 100_000;
        });
    }

    /** A job that is restored and emits nothing has, after what was under way, counted all that was emitted. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRecordUnderWayIsCountedOnce(int taskManagers, TestInfo info) {
        String name = info.getDisplayName();
        Numbered.Control control = Numbered.Control.of(name);
        for (long round = 1; round <= 5; round++) {
            TaskCheckpointsTest.emitRest(control);
            control.counted.set(0);
            Map<String, TaskRestore> restores;
            try (TestJob job = TaskCheckpointsTest.job(taskManagers, name, Long.MAX_VALUE)) {
                job.start();
                TestJob.await("records", () -> control.counted.get() >= 10_000);
                take(job, 1, 0);
                take(job, 2, 0);
                restores = restores(job, 2);
            }
            control.events.clear();
            for (int i = 0; i < SOURCES; i++) {
                control.allow(i, 0);
            }
            try (TestJob job = TaskCheckpointsTest.job(taskManagers, name, Long.MAX_VALUE)) {
                restore(job, restores);
                job.start();
                take(job, 3, -1);
                assertThat(TaskCheckpointsTest.counts(job, "sink", SINKS, 3))
                        .isEqualTo(TaskCheckpointsTest.counts(job, "source", SOURCES, 3));
            }
        }
    }

    @Test
    void recordsUnderWayAreRefusedAtAnotherParallelism(TestInfo info) {
        String name = info.getDisplayName();
        Numbered.Control control = Numbered.Control.of(name);
        control.blocked = true;
        TaskCheckpointsTest.emitRest(control);
        Map<String, TaskRestore> restores;
        try (TestJob job = TaskCheckpointsTest.job(2, name, END)) {
            job.start();
            TestJob.await("records", () -> control.counted.get() >= SINKS);
            awaitStandstill(job);
            take(job, 1, 0);
            restores = restores(job, 1);
        }
        try (TestJob job = TaskCheckpointsTest.job(2, name, END, SINKS + 1)) {
            job.restore(execution -> execution.vertex().value().equals("source")
                    ? restores.get("source" + execution.subtask())
                    : TaskRestore.NONE);
            job.start();
            TestJob.await("the failure", () -> job.failure() != null);
            assertThat(job.failure()).hasMessageContaining("holds records that were under way to and from source");
        }
    }
}

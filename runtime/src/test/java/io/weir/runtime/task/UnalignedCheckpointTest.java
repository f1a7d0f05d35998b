package io.weir.runtime.task;

import static io.weir.runtime.task.TaskCheckpointsTest.SINKS;
import static io.weir.runtime.task.TaskCheckpointsTest.SOURCES;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.types.UnknownType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that do not wait for barriers: no record is lost or counted twice, and nothing has to move. */
@Timeout(180)
class UnalignedCheckpointTest {
    private static final long END = 300_000;

    /** Records between TaskManagers are of a type that is not known, so that each channel names its classes once. */
    private static TestJob job(int taskManagers, String control, long end, int sinks) {
        return TaskCheckpointsTest.job(
                taskManagers, control, end, sinks, taskManagers == 1 ? Numbered.TYPE : new UnknownType<>(Object.class));
    }

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
                List<OperatorPart> parts = parts(job, vertex, i, id);
                restores.put(
                        vertex + i,
                        new TaskRestore(
                                id,
                                List.of(new TaskRestore.OperatorRestore(
                                        parts.get(0).operatorId(), parts.subList(0, 1), false)),
                                new TaskRestore.InFlightRestore(parts.subList(1, parts.size()), false),
                                false,
                                false));
            }
        });
        return restores;
    }

    private static List<OperatorPart> parts(TestJob job, String vertex, int instance, long id) {
        return job.listener().capture(vertex, instance, id).operators().stream()
                .map(TaskCheckpointsTest::stored)
                .toList();
    }

    private static boolean hasRecordsUnderWay(Map<String, TaskRestore> restores) {
        return restores.values().stream()
                .anyMatch(restore -> !restore.inFlight().parts().isEmpty());
    }

    private static void restore(TestJob job, Map<String, TaskRestore> restores) {
        job.restore(
                execution -> restores.getOrDefault(execution.vertex().value() + execution.subtask(), TaskRestore.NONE));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 50", "2, 0", "2, 50"})
    void nothingHasToMove(int taskManagers, long unalignedAfter, TestInfo info) {
        String name = info.getDisplayName();
        Numbered.Control control = Numbered.Control.of(name);
        control.blocked = true;
        TaskCheckpointsTest.emitRest(control);
        Map<String, TaskRestore> restores;
        try (TestJob job = job(taskManagers, name, END, SINKS)) {
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
        try (TestJob job = job(taskManagers, name, END, SINKS)) {
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
            try (TestJob job = job(taskManagers, name, Long.MAX_VALUE, SINKS)) {
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
            try (TestJob job = job(taskManagers, name, Long.MAX_VALUE, SINKS)) {
                restore(job, restores);
                job.start();
                take(job, 3, -1);
                assertThat(TaskCheckpointsTest.counts(job, "sink", SINKS, 3))
                        .isEqualTo(TaskCheckpointsTest.counts(job, "source", SOURCES, 3));
            }
        }
    }

    /** Sources send all that was under way anew, and sinks deal out what they had counted. */
    private static TaskRestore atAnotherParallelism(Map<String, TaskRestore> restores, String vertex, int instance) {
        List<OperatorPart> all = restores.values().stream()
                .flatMap(restore -> restore.inFlight().parts().stream())
                .toList();
        boolean isSource = vertex.equals("source");
        TaskRestore own = restores.get(isSource ? "source" + instance : "sink0");
        List<OperatorPart> counts = new ArrayList<>();
        for (int i = 0; i < SINKS; i++) {
            counts.addAll(restores.get("sink" + i).operators().get(0).parts());
        }
        String operatorId = own.operators().get(0).operatorId();
        return new TaskRestore(
                own.checkpointId(),
                isSource ? own.operators() : List.of(new TaskRestore.OperatorRestore(operatorId, counts, true)),
                new TaskRestore.InFlightRestore(
                        isSource
                                ? all
                                : all.stream()
                                        .filter(part -> part.operatorId().equals("sink"))
                                        .toList(),
                        true),
                false,
                false);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "1, 50, 5", "2, 0, 5", "2, 50, 1", "2, 50, 3"})
    void recordsUnderWayAreSentAnewAtAnotherParallelism(
            int taskManagers, long unalignedAfter, int sinks, TestInfo info) {
        String name = "rescaled " + info.getDisplayName();
        Numbered.Control control = Numbered.Control.of(name);
        control.blocked = true;
        TaskCheckpointsTest.emitRest(control);
        Map<String, TaskRestore> restores;
        try (TestJob job = job(taskManagers, name, END, SINKS)) {
            job.start();
            TestJob.await("records", () -> control.counted.get() >= SINKS);
            awaitStandstill(job);
            take(job, 1, unalignedAfter);
            restores = restores(job, 1);
        }
        assertThat(hasRecordsUnderWay(restores)).isTrue();
        control.unblock();
        try (TestJob job = job(taskManagers, name, END, sinks)) {
            job.restore(execution ->
                    atAnotherParallelism(restores, execution.vertex().value(), execution.subtask()));
            job.start();
            TestJob.await("the end", job::isDone);
            assertThat(job.failure()).isNull();
        }
        Map<Integer, Long> counts = new HashMap<>();
        control.results.forEach(each -> each.forEach((source, count) -> counts.merge(source, count, Long::sum)));
        assertThat(counts).isEqualTo(Map.of(0, END, 1, END, 2, END));
    }

    /** A job that was restored, and whose sinks take nothing, keeps again what it has not read. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 50", "2, 0", "2, 50"})
    void recordsOfThePastAreKeptAgain(int taskManagers, long unalignedAfter, TestInfo info) {
        String name = "again " + info.getDisplayName();
        Numbered.Control control = Numbered.Control.of(name);
        control.blocked = true;
        TaskCheckpointsTest.emitRest(control);
        Map<String, TaskRestore> restores = Map.of();
        for (long id = 1; id <= 3; id++) {
            long before = control.counted.get();
            try (TestJob job = job(taskManagers, name, END, SINKS)) {
                restore(job, restores);
                job.start();
                TestJob.await("records", () -> control.counted.get() >= before + SINKS);
                awaitStandstill(job);
                take(job, id, unalignedAfter);
                restores = restores(job, id);
            }
        }
        control.unblock();
        try (TestJob job = job(taskManagers, name, END, SINKS)) {
            restore(job, restores);
            job.start();
            TestJob.await("the end", job::isDone);
            assertThat(job.failure()).isNull();
        }
        Map<Integer, Long> counts = new HashMap<>();
        control.results.forEach(each -> each.forEach((source, count) -> counts.merge(source, count, Long::sum)));
        assertThat(counts).isEqualTo(Map.of(0, END, 1, END, 2, END));
    }
}

package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.plan.Partitioning;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.state.OperatorCapture;
import io.weir.runtime.state.OperatorImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How tasks take their parts of checkpoints: what is before a barrier and what is after it. */
@Timeout(120)
class TaskCheckpointsTest {
    private static final int SOURCES = 3;
    private static final int SINKS = 2;

    private static TestJob job(int taskManagers, String control, long end) {
        return job(taskManagers, control, end, SINKS);
    }

    private static TestJob job(int taskManagers, String control, long end, int sinks) {
        return new TestJob(taskManagers)
                .vertex(
                        "source",
                        SOURCES,
                        TestOperators.chain(
                                List.of(),
                                List.of(new Numbered.Source(control, end)),
                                Numbered.TYPE,
                                TestOperators.exchange(new Partitioning.Rebalance<>(), Numbered.TYPE, 1)))
                .vertex(
                        "sink",
                        sinks,
                        TestOperators.chain(List.of(Numbered.TYPE), List.of(new Numbered.Sink(control)), Numbered.TYPE))
                .connect("source", 0, "sink");
    }

    private static CheckpointTrigger trigger(long id) {
        return trigger(id, CheckpointKind.CHECKPOINT, true);
    }

    private static CheckpointTrigger trigger(long id, CheckpointKind kind, boolean exactlyOnce) {
        return new CheckpointTrigger(id, id, kind, "target/none", exactlyOnce, -1);
    }

    private static void triggerAll(TestJob job, CheckpointTrigger trigger) {
        for (int i = 0; i < SOURCES; i++) {
            job.task("source", i).triggerCheckpoint(trigger);
        }
    }

    private static boolean isTaken(TestJob job, long id) {
        boolean taken = true;
        for (int i = 0; i < SOURCES; i++) {
            taken &= job.listener().capture("source", i, id) != null;
        }
        for (int i = 0; i < SINKS; i++) {
            taken &= job.listener().capture("sink", i, id) != null;
        }
        return taken;
    }

    /** What the instances of a vertex had counted at a checkpoint. */
    private static Map<Integer, Long> counts(TestJob job, String vertex, int parallelism, long id) {
        Map<Integer, Long> all = new HashMap<>();
        for (int i = 0; i < parallelism; i++) {
            TaskCapture capture = job.listener().capture(vertex, i, id);
            assertThat(capture.operators()).hasSize(1);
            Numbered.counts(OperatorImage.of(capture.operators().get(0).capture()))
                    .forEach((source, count) -> all.merge(source, count, Long::sum));
        }
        return all;
    }

    private static Numbered.Control control(TestInfo info) {
        return Numbered.Control.of(info.getDisplayName());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRecordIsOnTheSameSideEverywhere(int taskManagers, TestInfo info) {
        String name = info.getDisplayName() + taskManagers;
        Numbered.Control control = Numbered.Control.of(name);
        try (TestJob job = job(taskManagers, name, Long.MAX_VALUE)) {
            for (int i = 0; i < SOURCES; i++) {
                control.allow(i, Long.MAX_VALUE);
            }
            job.start();
            for (long id = 1; id <= 20; id++) {
                long next = id;
                long before = control.counted.get();
                triggerAll(job, trigger(id));
                TestJob.await("checkpoint " + id, () -> job.failure() != null || isTaken(job, next));
                assertThat(job.failure()).isNull();
                TestJob.await("records after it", () -> control.counted.get() > before);
                Map<Integer, Long> emitted = counts(job, "source", SOURCES, id);
                assertThat(counts(job, "sink", SINKS, id))
                        .as("checkpoint %s", id)
                        .isEqualTo(positive(emitted));
            }
        }
    }

    /** The parts that the instances of a vertex have of a checkpoint, in the order of the instances. */
    private static List<OperatorPart> parts(TestJob job, String vertex, int parallelism, long id) {
        List<OperatorPart> parts = new ArrayList<>();
        for (int i = 0; i < parallelism; i++) {
            TaskCapture.Part part =
                    job.listener().capture(vertex, i, id).operators().get(0);
            OperatorCapture capture = part.capture();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                capture.writeTo(bytes);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            parts.add(new OperatorPart(
                    part.operatorId(),
                    part.operatorName(),
                    capture.firstKeyGroup(),
                    capture.keyGroups(),
                    capture.isShared(),
                    new StateHandle.Inline(bytes.toByteArray())));
        }
        return parts;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRestoredJobCountsEachRecordOnce(int sinks, TestInfo info) throws Throwable {
        long end = 20_000;
        String name = info.getDisplayName() + sinks;
        Numbered.Control control = Numbered.Control.of(name);
        List<OperatorPart> sources;
        List<OperatorPart> sinkParts;
        try (TestJob job = job(2, name, end)) {
            for (int i = 0; i < SOURCES; i++) {
                control.allow(i, 5_000 + i);
            }
            job.start();
            TestJob.await("records", () -> control.counted.get() > 3_000);
            triggerAll(job, trigger(7));
            TestJob.await("the checkpoint", () -> isTaken(job, 7));
            sources = parts(job, "source", SOURCES, 7);
            sinkParts = parts(job, "sink", SINKS, 7);
        }
        for (int i = 0; i < SOURCES; i++) {
            control.allow(i, Long.MAX_VALUE);
        }
        try (TestJob job = job(2, name, end, sinks)) {
            job.restore(execution -> {
                boolean isSource = execution.vertex().value().equals("source");
                OperatorPart own = isSource ? sources.get(execution.subtask()) : sinkParts.get(0);
                List<OperatorPart> all = isSource
                        ? List.of(own)
                        : sinks == SINKS ? List.of(sinkParts.get(execution.subtask())) : sinkParts;
                return new TaskRestore(
                        7,
                        List.of(new TaskRestore.OperatorRestore(own.operatorId(), all, !isSource && sinks != SINKS)));
            });
            job.start();
            TestJob.await("the end", () -> control.events.contains("sink finished") && job.isDone());
            assertThat(job.failure()).isNull();
        }
        Map<Integer, Long> counts = new HashMap<>();
        control.results.forEach(each -> each.forEach((source, count) -> counts.merge(source, count, Long::sum)));
        assertThat(counts).isEqualTo(Map.of(0, end, 1, end, 2, end));
        assertThat(control.events).anyMatch(event -> event.matches("source 1 starts at [1-9][0-9]*"));
    }

    private static Map<Integer, Long> positive(Map<Integer, Long> counts) {
        Map<Integer, Long> positive = new HashMap<>(counts);
        positive.values().removeIf(count -> count == 0);
        return positive;
    }
}

package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.plan.Partitioning;
import io.weir.runtime.network.ExchangeSettings;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.StateCapture;
import io.weir.types.TypeInformation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How tasks take their parts of checkpoints: what is before a barrier and what is after it. */
@Timeout(120)
class TaskCheckpointsTest {
    static final int SOURCES = 3;
    static final int SINKS = 2;

    static TestJob job(int taskManagers, String control, long end) {
        return job(taskManagers, control, end, SINKS);
    }

    static TestJob job(int taskManagers, String control, long end, int sinks) {
        return job(taskManagers, control, end, sinks, Numbered.TYPE);
    }

    static TestJob job(int taskManagers, String control, long end, int sinks, TypeInformation<?> exchanged) {
        return new TestJob(taskManagers, new ExchangeSettings(2 << 10, 8 << 10, 256 << 20))
                .vertex(
                        "source",
                        SOURCES,
                        TestOperators.chain(
                                List.of(),
                                List.of(new Numbered.Source(control, end)),
                                Numbered.TYPE,
                                TestOperators.exchange(new Partitioning.Rebalance<>(), exchanged, 1)))
                .vertex(
                        "sink",
                        sinks,
                        TestOperators.chain(List.of(exchanged), List.of(new Numbered.Sink(control)), Numbered.TYPE))
                .connect("source", 0, "sink");
    }

    static CheckpointTrigger trigger(long id) {
        return trigger(id, CheckpointKind.CHECKPOINT, true);
    }

    private static CheckpointTrigger trigger(long id, CheckpointKind kind, boolean exactlyOnce) {
        return trigger(id, kind, exactlyOnce, -1);
    }

    static CheckpointTrigger trigger(long id, CheckpointKind kind, boolean exactlyOnce, long unalignedAfter) {
        return new CheckpointTrigger(id, id, kind, "target/none", exactlyOnce, unalignedAfter);
    }

    static void triggerAll(TestJob job, CheckpointTrigger trigger) {
        for (int i = 0; i < SOURCES; i++) {
            job.task("source", i).triggerCheckpoint(trigger);
        }
    }

    static boolean isTaken(TestJob job, long id) {
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
    static Map<Integer, Long> counts(TestJob job, String vertex, int parallelism, long id) {
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
            parts.add(stored(job.listener().capture(vertex, i, id).operators().get(0)));
        }
        return parts;
    }

    static OperatorPart stored(TaskCapture.Part part) {
        StateCapture capture = part.capture();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (capture) {
            capture.writeTo(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new OperatorPart(
                part.operatorId(),
                part.operatorName(),
                capture.firstKeyGroup(),
                capture.keyGroups(),
                capture.isShared(),
                new StateHandle.Inline(bytes.toByteArray()));
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
            // More than two sources may emit by now, so that each has emitted some.
            TestJob.await("records of all sources", () -> control.counted.get() > 10_003);
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
                        List.of(new TaskRestore.OperatorRestore(own.operatorId(), all, !isSource && sinks != SINKS)),
                        TaskRestore.InFlightRestore.NONE,
                        false,
                        false);
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

    /** Lets each source emit some records, and waits for them. */
    private static void emit(Numbered.Control control, long each) {
        for (int i = 0; i < SOURCES; i++) {
            control.allow(i, each);
        }
        TestJob.await("the records", () -> control.counted.get() == SOURCES * each);
    }

    private static boolean sinksTook(TestJob job, long id) {
        return job.listener().capture("sink", 0, id) != null && job.listener().capture("sink", 1, id) != null;
    }

    @Test
    void aChannelWaitsBehindItsBarrierForTheOthers(TestInfo info) {
        Numbered.Control control = control(info);
        try (TestJob job = job(2, info.getDisplayName(), 1_000_000)) {
            job.start();
            emit(control, 1_000);
            job.task("source", 0).triggerCheckpoint(trigger(1));
            TestJob.await("source 0", () -> job.listener().capture("source", 0, 1) != null);
            control.allow(0, 2_000);
            control.allow(1, 2_000);
            // What source 0 sends now stays behind its barrier; source 1 goes on.
            TestJob.await("source 1", () -> control.counted.get() >= 4_000);
            job.task("source", 1).triggerCheckpoint(trigger(1));
            job.task("source", 2).triggerCheckpoint(trigger(1));
            TestJob.await("the sinks", () -> sinksTook(job, 1));
            TestJob.await("what waited", () -> control.counted.get() == 5_000);
            assertThat(counts(job, "sink", SINKS, 1)).isEqualTo(Map.of(0, 1_000L, 1, 2_000L, 2, 1_000L));
        }
    }

    @Test
    void atLeastOnceNoChannelWaits(TestInfo info) {
        Numbered.Control control = control(info);
        try (TestJob job = job(2, info.getDisplayName(), 1_000_000)) {
            job.start();
            emit(control, 1_000);
            CheckpointTrigger trigger = trigger(1, CheckpointKind.CHECKPOINT, false);
            job.task("source", 0).triggerCheckpoint(trigger);
            TestJob.await("source 0", () -> job.listener().capture("source", 0, 1) != null);
            control.allow(0, 2_000);
            TestJob.await("records behind the barrier", () -> control.counted.get() == 4_000);
            assertThat(job.listener().capture("sink", 0, 1)).isNull();
            job.task("source", 1).triggerCheckpoint(trigger);
            job.task("source", 2).triggerCheckpoint(trigger);
            TestJob.await("the sinks", () -> sinksTook(job, 1));
            assertThat(counts(job, "sink", SINKS, 1)).containsEntry(0, 2_000L);
        }
    }

    @Test
    void anEndCountsAsABarrier(TestInfo info) {
        Numbered.Control control = control(info);
        try (TestJob job = job(2, info.getDisplayName(), 3_000)) {
            job.start();
            emit(control, 1_000);
            job.task("source", 0).triggerCheckpoint(trigger(1));
            job.task("source", 1).triggerCheckpoint(trigger(1));
            TestJob.await("two sources", () -> job.listener().capture("source", 1, 1) != null);
            assertThat(sinksTook(job, 1)).isFalse();
            control.allow(2, 3_000);
            TestJob.await("the sinks", () -> sinksTook(job, 1));
            assertThat(counts(job, "sink", SINKS, 1)).isEqualTo(Map.of(0, 1_000L, 1, 1_000L, 2, 3_000L));
            emitRest(control);
            TestJob.await("the end", job::isDone);
            assertThat(job.failure()).isNull();
        }
    }

    static void emitRest(Numbered.Control control) {
        for (int i = 0; i < SOURCES; i++) {
            control.allow(i, Long.MAX_VALUE);
        }
    }

    /** No barrier comes where all inputs end without one; the tasks are told by their TaskManager. */
    @Test
    void aTaskWhoseInputsEndTakesTheCheckpointItWasToldOf(TestInfo info) {
        Numbered.Control control = control(info);
        try (TestJob job = job(2, info.getDisplayName(), 3_000)) {
            job.start();
            emit(control, 1_000);
            job.task("sink", 0).triggerCheckpoint(trigger(1));
            job.task("sink", 1).triggerCheckpoint(trigger(1));
            emitRest(control);
            TestJob.await("the end", job::isDone);
            assertThat(job.failure()).isNull();
            assertThat(counts(job, "sink", SINKS, 1)).isEqualTo(Map.of(0, 3_000L, 1, 3_000L, 2, 3_000L));
        }
    }

    @ParameterizedTest(name = "sinks are told first: {0}")
    @ValueSource(booleans = {false, true})
    void aNewerCheckpointOvertakesOneThatLacksABarrier(boolean sinksAreToldFirst, TestInfo info) {
        String name = "overtaking " + info.getDisplayName();
        Numbered.Control control = Numbered.Control.of(name);
        try (TestJob job = job(2, name, 1_000_000)) {
            job.start();
            emit(control, 1_000);
            job.task("source", 0).triggerCheckpoint(trigger(1));
            TestJob.await("source 0", () -> job.listener().capture("source", 0, 1) != null);
            for (int i = 0; sinksAreToldFirst && i < SINKS; i++) {
                job.task("sink", i).triggerCheckpoint(trigger(2));
            }
            triggerAll(job, trigger(2));
            TestJob.await("the sinks", () -> sinksTook(job, 2));
            assertThat(job.listener().declined("sink", 0, 1)).hasMessageContaining("overtaken by checkpoint 2");
            assertThat(job.listener().capture("sink", 0, 1)).isNull();
            triggerAll(job, trigger(1));
            triggerAll(job, trigger(3));
            TestJob.await("the sinks", () -> sinksTook(job, 3));
            assertThat(job.listener().capture("source", 1, 1)).isNull();
        }
    }

    @Test
    void aCheckpointThatIsGivenUpBlocksNoChannel(TestInfo info) {
        Numbered.Control control = control(info);
        try (TestJob job = job(2, info.getDisplayName(), 1_000_000)) {
            job.start();
            emit(control, 1_000);
            job.task("source", 0).triggerCheckpoint(trigger(1));
            TestJob.await("source 0", () -> job.listener().capture("source", 0, 1) != null);
            for (int i = 0; i < SINKS; i++) {
                job.task("sink", i).checkpointEnded(1, false);
            }
            job.task("source", 0).checkpointEnded(1, false);
            emitMore(control, 2_000);
            // A barrier that comes late is ignored.
            job.task("source", 1).triggerCheckpoint(trigger(1));
            emitMore(control, 3_000);
            TestJob.await("the operators", () -> control.events.contains("source 0 aborted 1"));
            assertThat(sinksTook(job, 1)).isFalse();
        }
    }

    private static void emitMore(Numbered.Control control, long each) {
        for (int i = 0; i < SOURCES; i++) {
            control.allow(i, each);
        }
        TestJob.await("the records", () -> control.counted.get() == SOURCES * each);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "DRAIN"})
    void aJobThatIsStoppedEndsWithWhatItHasKept(String kind, TestInfo info) {
        String name = info.getDisplayName() + kind;
        Numbered.Control control = Numbered.Control.of(name);
        try (TestJob job = job(2, name, Long.MAX_VALUE)) {
            emitRest(control);
            job.start();
            TestJob.await("records", () -> control.counted.get() > 1_000);
            triggerAll(job, trigger(1, CheckpointKind.valueOf(kind), true));
            TestJob.await("the savepoint", () -> isTaken(job, 1));
            Map<Integer, Long> emitted = counts(job, "source", SOURCES, 1);
            assertThat(counts(job, "sink", SINKS, 1)).isEqualTo(positive(emitted));
            for (int i = 0; i < SOURCES; i++) {
                job.task("source", i).checkpointEnded(1, true);
            }
            for (int i = 0; i < SINKS; i++) {
                job.task("sink", i).checkpointEnded(1, true);
            }
            TestJob.await("the end", job::isDone);
            assertThat(job.failure()).isNull();
            assertThat(control.counted.get())
                    .isEqualTo(emitted.values().stream().mapToLong(each -> each).sum());
            assertThat(control.events).contains("source 0 completed 1");
            assertThat(control.events.contains("sink finished")).isEqualTo(kind.equals("DRAIN"));
        }
    }

    @Test
    void aJobWhoseSavepointFailsGoesOn(TestInfo info) {
        Numbered.Control control = control(info);
        try (TestJob job = job(2, info.getDisplayName(), 3_000)) {
            job.start();
            emit(control, 1_000);
            triggerAll(job, trigger(1, CheckpointKind.STOP, true));
            TestJob.await("the savepoint", () -> isTaken(job, 1));
            emitRest(control);
            for (int i = 0; i < SOURCES; i++) {
                job.task("source", i).checkpointEnded(1, false);
            }
            for (int i = 0; i < SINKS; i++) {
                job.task("sink", i).checkpointEnded(1, false);
            }
            TestJob.await("the end", job::isDone);
            assertThat(job.failure()).isNull();
            assertThat(control.counted.get()).isEqualTo(9_000);
        }
    }

    private static Map<Integer, Long> positive(Map<Integer, Long> counts) {
        Map<Integer, Long> positive = new HashMap<>(counts);
        positive.values().removeIf(count -> count == 0);
        return positive;
    }
}

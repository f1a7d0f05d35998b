package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.plan.Partitioning;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.state.OperatorImage;
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
                        SINKS,
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

    private static Map<Integer, Long> positive(Map<Integer, Long> counts) {
        Map<Integer, Long> positive = new HashMap<>(counts);
        positive.values().removeIf(count -> count == 0);
        return positive;
    }
}

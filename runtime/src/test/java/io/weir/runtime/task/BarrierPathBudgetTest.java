package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.budget.CallCounter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** How much of our own code a barrier passes, from its task's capture to that of the next: the budget of the design. */
@Timeout(120)
class BarrierPathBudgetTest {
    private static final int FILES = 12;
    private static final int CHECKPOINTS = 300;

    /** What a task's loop enters whatever comes, and mere values; and the test's own operators. */
    private static final Set<String> NOT_COUNTED = Set.of(
            "StreamTask",
            "Mailbox",
            "Wakeup",
            "TaskMetrics",
            "IdleStrategy",
            "Barrier",
            "TaskCapture",
            "TaskContext",
            "TaskEnvironment",
            "Numbered");

    @Test
    void aBarrierPassesFewFiles(TestInfo info) {
        String name = info.getDisplayName();
        try (TestJob job = TaskCheckpointsTest.job(1, name, Long.MAX_VALUE)) {
            job.start();
            take(job, 1, CHECKPOINTS);
            try (CallCounter counter = new CallCounter()) {
                take(job, CHECKPOINTS + 1, CHECKPOINTS);
                check(counter);
            }
        }
    }

    private static void take(TestJob job, long first, int count) {
        for (long id = first; id < first + count; id++) {
            long number = id;
            TaskCheckpointsTest.triggerAll(job, TaskCheckpointsTest.trigger(id));
            TestJob.await("checkpoint " + id, () -> TaskCheckpointsTest.isTaken(job, number));
        }
    }

    private static void check(CallCounter counter) {
        Map<String, String> methods = counter.calledAtLeast(CHECKPOINTS);
        Set<String> files = new TreeSet<>();
        methods.forEach((method, file) -> {
            // What operators keep is captured per operator, not per barrier.
            boolean ofEngine =
                    method.startsWith("io.weir.runtime.network.") || method.startsWith("io.weir.runtime.task.");
            if (ofEngine && !NOT_COUNTED.contains(file.substring(file.lastIndexOf('.') + 1))) {
                files.add(file);
            }
        });
        assertThat(files)
                .as("source files per barrier, by %s", methods.keySet())
                .hasSizeGreaterThan(5)
                .hasSizeLessThanOrEqualTo(FILES);
    }
}

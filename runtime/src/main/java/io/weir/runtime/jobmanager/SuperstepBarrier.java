package io.weir.runtime.jobmanager;

import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.FailureInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Gathers what the tasks of iterations report at the end of a superstep, and gives it to those that wait for it when all
 * have reported. What the reports mean is theirs to know. A task that starts again reports again, and what its former
 * attempts have said does not count.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class SuperstepBarrier {
    private static final Comparator<Reported> ORDER = Comparator.comparing(
                    (Reported each) -> each.execution().vertex().value())
            .thenComparingInt(each -> each.execution().subtask());

    private final ExecutionGraph executions;
    private final TaskManagerConnections taskManagers;
    private final BiConsumer<TaskInstance, FailureInfo> onFailure;
    private final Map<Round, Map<TaskInstance, Reported>> rounds = new HashMap<>();

    /** One superstep of an iteration. */
    private record Round(String loop, int superstep) {}

    /** What one task has reported. */
    private record Reported(ExecutionId execution, boolean waits, byte[] report) {}

    SuperstepBarrier(
            ExecutionGraph executions,
            TaskManagerConnections taskManagers,
            BiConsumer<TaskInstance, FailureInfo> onFailure) {
        this.executions = executions;
        this.taskManagers = taskManagers;
        this.onFailure = onFailure;
    }

    /** Notes a report; see {@link io.weir.runtime.protocol.JobManagerGateway#superstepEnded}. */
    void ended(ExecutionId execution, String loop, int superstep, int tasks, boolean waits, byte[] report) {
        if (!executions.isActive(execution)) {
            return;
        }
        Map<TaskInstance, Reported> reports =
                rounds.computeIfAbsent(new Round(loop, superstep), none -> new HashMap<>());
        reports.values().removeIf(each -> !executions.isActive(each.execution()));
        reports.put(TaskInstance.of(execution), new Reported(execution, waits, report));
        if (reports.size() == tasks) {
            rounds.keySet().removeIf(round -> round.loop().equals(loop) && round.superstep() <= superstep);
            tell(new ArrayList<>(reports.values()), superstep);
        }
    }

    private void tell(List<Reported> reports, int superstep) {
        reports.sort(ORDER);
        List<byte[]> all = reports.stream().map(Reported::report).toList();
        reports.stream().filter(Reported::waits).forEach(each -> tell(each.execution(), superstep, all));
    }

    private void tell(ExecutionId head, int superstep, List<byte[]> reports) {
        Execution execution = executions.find(head).orElseThrow();
        taskManagers
                .superstepEnded(execution.slot().location().id(), head, superstep, reports)
                .whenComplete((done, failure) -> {
                    if (failure != null && executions.isActive(head)) {
                        onFailure.accept(execution.instance(), Tasks.failure(failure, execution));
                    }
                });
    }
}

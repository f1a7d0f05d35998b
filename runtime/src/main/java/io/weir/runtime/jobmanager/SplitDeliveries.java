package io.weir.runtime.jobmanager;

import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.SplitDelivery;
import io.weir.runtime.protocol.TaskManagerId;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Takes splits from enumerators to the current attempts of their readers.
 *
 * <p>Thread: enumerators hand over on the coordinator thread; all else is the JobManager's main thread. Life: that of the
 * job.
 */
final class SplitDeliveries implements SourceCoordinator.Deliveries {
    private final ExecutionGraph executions;
    private final TaskManagerConnections taskManagers;
    private final Executor main;
    private final BiConsumer<TaskInstance, FailureInfo> onFailure;

    SplitDeliveries(
            ExecutionGraph executions,
            TaskManagerConnections taskManagers,
            Executor main,
            BiConsumer<TaskInstance, FailureInfo> onFailure) {
        this.executions = executions;
        this.taskManagers = taskManagers;
        this.main = main;
        this.onFailure = onFailure;
    }

    /** Returns what tells the current attempts of tasks what those of their iteration have reported. */
    SuperstepBarrier supersteps() {
        return new SuperstepBarrier(executions, taskManagers, onFailure);
    }

    @Override
    public void deliver(VertexId vertex, int subtask, List<byte[]> splits, int version, boolean noMore) {
        main.execute(() -> {
            Execution reader = executions.of(vertex).get(subtask);
            deliver(reader, splits, version, noMore);
            if (executions.rivals() != null) {
                executions
                        .rivals()
                        .of(reader.instance())
                        .filter(Execution::isFed)
                        .ifPresent(rival -> deliver(rival, splits, version, noMore));
            }
        });
    }

    @Override
    public void deliverAgain(ExecutionId reader, List<byte[]> splits, int version, boolean noMore) {
        main.execute(() -> executions.find(reader).ifPresent(execution -> {
            execution.feed();
            if (!splits.isEmpty() || noMore) {
                deliver(execution, splits, version, noMore);
            }
        }));
    }

    private void deliver(Execution reader, List<byte[]> splits, int version, boolean noMore) {
        if (!executions.isActive(reader.id())) {
            return;
        }
        TaskManagerId taskManager = reader.slot().location().id();
        taskManagers
                .deliver(taskManager, new SplitDelivery(reader.id(), splits, version, noMore))
                .whenComplete((done, failure) -> {
                    if (failure == null || !executions.isActive(reader.id())) {
                        return;
                    }
                    if (executions.isCurrent(reader)) {
                        onFailure.accept(reader.instance(), Tasks.failure(failure, reader));
                    } else {
                        taskManagers.cancel(taskManager, List.of(reader.id()));
                        executions.rivals().drop(reader);
                    }
                });
    }
}

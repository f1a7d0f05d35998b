package io.weir.runtime.jobmanager;

import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.SplitDelivery;
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
            if (!executions.isActive(reader.id())) {
                return;
            }
            taskManagers
                    .deliver(reader.slot().location().id(), new SplitDelivery(reader.id(), splits, version, noMore))
                    .whenComplete((done, failure) -> {
                        if (failure != null && executions.isActive(reader.id())) {
                            onFailure.accept(reader.instance(), Tasks.failure(failure, reader));
                        }
                    });
        });
    }
}

package io.weir.runtime.jobmanager;

import io.weir.runtime.failover.FailoverStrategy;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.protocol.ExecutionState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Knows which tasks start again when some have failed: the regions of these; of what they read and has been lost, the regions
 * that made it; and of what is made once more, the regions that have begun to read it, for it may come out otherwise.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class AffectedTasks {
    private final ExecutionGraph executions;
    private final FailoverStrategy regions;

    AffectedTasks(ExecutionGraph executions, FailoverStrategy regions) {
        this.executions = executions;
        this.regions = regions;
    }

    /**
     * Returns what starts again.
     *
     * @param failed tasks that failed
     */
    Set<TaskInstance> by(Collection<TaskInstance> failed) {
        Set<TaskInstance> affected = new LinkedHashSet<>(regions.affectedBy(failed));
        Deque<TaskInstance> open = new ArrayDeque<>(affected);
        while (!open.isEmpty()) {
            for (TaskInstance more : regions.affectedBy(acrossBordersOf(executions.of(open.remove())))) {
                if (affected.add(more)) {
                    open.add(more);
                }
            }
        }
        return affected;
    }

    private List<TaskInstance> acrossBordersOf(Execution task) {
        List<TaskInstance> found = new ArrayList<>();
        for (JobEdge edge : executions.graph().edges()) {
            if (!edge.isBlocking()) {
                continue;
            }
            if (edge.target().equals(task.id().vertex())) {
                executions
                        .producersOf(edge, task)
                        .filter(Execution::hasLostOutput)
                        .map(Execution::instance)
                        .forEach(found::add);
            }
            if (edge.source().equals(task.id().vertex()) && task.state() == ExecutionState.FINISHED) {
                executions
                        .consumersOf(edge, task)
                        .filter(consumer -> consumer.state() != ExecutionState.CREATED)
                        .map(Execution::instance)
                        .forEach(found::add);
            }
        }
        return found;
    }
}

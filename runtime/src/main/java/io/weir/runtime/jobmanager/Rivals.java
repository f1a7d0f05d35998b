package io.weir.runtime.jobmanager;

import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.TaskManagerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second attempts of slow tasks, which run beside the current ones. Whichever finishes first is the current attempt from then
 * on, and the other one has to go. A second attempt also takes the place of a current one that fails.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class Rivals {
    private static final Logger LOG = LoggerFactory.getLogger(Rivals.class);

    private final ExecutionGraph executions;

    /** Those that run beside current attempts. */
    private final Map<TaskInstance, Execution> racing = new LinkedHashMap<>();

    /** Those that nobody needs any more and that have not ended yet, first or second attempts. */
    private final Set<Execution> leaving = new LinkedHashSet<>();

    /** The number of the second attempt that began last. */
    private final Map<TaskInstance, Integer> begun = new HashMap<>();

    /** Those that have had a second attempt: if that fails, none follows it before the instance begins again. */
    private final Set<ExecutionId> tried = new HashSet<>();

    Rivals(ExecutionGraph executions) {
        this.executions = executions;
    }

    /** Returns whether a task may have a second attempt: it has had none. */
    boolean permits(Execution current) {
        return !tried.contains(current.id());
    }

    /** Begins a second attempt in a slot. */
    Execution begin(Execution current, AssignedSlot slot) {
        Execution rival = current.next(leastNext(current.instance()));
        rival.assign(slot);
        rival.become(ExecutionState.DEPLOYING);
        racing.put(current.instance(), rival);
        begun.put(current.instance(), rival.id().attempt());
        tried.add(current.id());
        return rival;
    }

    /** Returns the lowest number that the next attempt of an instance can have. */
    int leastNext(TaskInstance instance) {
        return begun.getOrDefault(instance, -1) + 1;
    }

    /** Returns the second attempt of an instance that runs, if there is one. */
    Optional<Execution> of(TaskInstance instance) {
        return Optional.ofNullable(racing.get(instance));
    }

    /** Finds an attempt that is not the current one. */
    Optional<Execution> find(ExecutionId id) {
        return all().filter(execution -> execution.id().equals(id)).findFirst();
    }

    /** Returns all that may run and are not current attempts. */
    Stream<Execution> all() {
        return Stream.concat(racing.values().stream(), leaving.stream());
    }

    /**
     * Takes note that the state of an attempt has changed, the current one or another.
     *
     * @param execution the attempt
     * @param inputLost whether it has failed because it could not read something: then others cannot either
     * @return attempts of which nobody needs anything any more
     */
    List<Execution> changed(Execution execution, boolean inputLost) {
        TaskInstance instance = execution.instance();
        Execution rival = racing.get(instance);
        boolean ended = execution.state().isTerminal();
        if (!ended) {
            return List.of();
        }
        if (leaving.remove(execution)) {
            // It has finished before it has heard that it need not.
            return execution.state() == ExecutionState.FINISHED ? List.of(execution) : List.of();
        }
        if (rival == null) {
            return List.of();
        }
        boolean finished = execution.state() == ExecutionState.FINISHED;
        racing.remove(instance);
        if (execution == rival) {
            return finished ? List.of(replace(instance, rival)) : lost(rival);
        }
        if (!finished && !inputLost && takesOver(rival)) {
            LOG.info("The second attempt of {} goes on for the first.", execution.taskName());
            executions.replace(rival);
            return List.of();
        }
        leaving.add(rival);
        return List.of(rival);
    }

    private Execution replace(TaskInstance instance, Execution rival) {
        Execution slow = executions.of(instance);
        executions.replace(rival);
        executions.note(
                instance.vertex(),
                "the second attempt of instance " + instance.subtask() + " was faster than the first");
        leaving.add(slow);
        return slow;
    }

    private static List<Execution> lost(Execution rival) {
        LOG.info("The second attempt of {} has failed.", rival.taskName());
        return List.of();
    }

    /** A reader that has not been given yet what the first was given does not know it all. */
    private boolean takesOver(Execution rival) {
        boolean reads = executions.graph().vertices().stream()
                .filter(vertex -> vertex.id().equals(rival.id().vertex()))
                .map(JobVertex::source)
                .anyMatch(source -> source.length > 0);
        return rival.state() == ExecutionState.RUNNING && (!reads || rival.isFed());
    }

    /** Gives up the second attempts of tasks; returns these. */
    List<Execution> giveUp(Collection<Execution> tasks) {
        List<Execution> givenUp = new ArrayList<>();
        for (Execution task : tasks) {
            Execution rival = racing.get(task.instance());
            if (rival != null && rival != task) {
                racing.remove(task.instance());
                leaving.add(rival);
                givenUp.add(rival);
            }
        }
        return givenUp;
    }

    /** Gives up a second attempt that was no real one; another may follow. */
    void drop(Execution rival) {
        if (racing.remove(rival.instance(), rival)) {
            rival.become(ExecutionState.FAILED);
            tried.remove(executions.of(rival.instance()).id());
        }
    }

    /** Takes note that a TaskManager is lost: second attempts go on for first ones that were there. */
    void lose(TaskManagerId taskManager) {
        leaving.removeIf(execution -> isOn(execution, taskManager));
        for (Execution rival : List.copyOf(racing.values())) {
            Execution current = executions.of(rival.instance());
            if (isOn(rival, taskManager)) {
                drop(rival);
            } else if (isOn(current, taskManager) && !current.state().isTerminal() && takesOver(rival)) {
                current.become(ExecutionState.FAILED);
                changed(current, false);
            }
        }
    }

    private static boolean isOn(Execution execution, TaskManagerId taskManager) {
        return execution.slot().location().id().equals(taskManager);
    }
}

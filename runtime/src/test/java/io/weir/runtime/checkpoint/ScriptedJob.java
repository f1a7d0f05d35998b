package io.weir.runtime.checkpoint;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.heartbeat.ManualHost;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskSnapshot;
import io.weir.runtime.protocol.TaskStage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;

/**
 * A job of a source and a counter, with two instances each on two TaskManagers, whose time the test moves and whose tasks
 * do what the test says.
 */
final class ScriptedJob implements CheckpointedJob {
    static final TaskManagerId FIRST = new TaskManagerId("tm-1");
    static final TaskManagerId SECOND = new TaskManagerId("tm-2");

    final ManualHost host = new ManualHost();
    final Deque<Runnable> files = new ArrayDeque<>();
    final List<String> told = new ArrayList<>();
    final List<CheckpointTrigger> triggers = new ArrayList<>();
    final List<FailureInfo> failures = new ArrayList<>();
    final Set<ExecutionId> finished = new LinkedHashSet<>();
    final JobGraph graph;
    boolean running = true;
    CompletableFuture<List<TaskStage>> stages = CompletableFuture.completedFuture(List.of());
    CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);
    CompletableFuture<List<EnumeratorState>> enumerators = CompletableFuture.completedFuture(
            List.of(new EnumeratorState("source", "Source", 1, new byte[] {1, 2, 3})));

    ScriptedJob() {
        this.graph = new JobGraph(
                new JobId("0123456789abcdef0123456789abcdef"),
                "test",
                List.of(vertex("source", "Source", 2), vertex("counter", "Counter", 2)),
                List.of(),
                new Configuration(),
                false);
    }

    static JobVertex vertex(String id, String name, int parallelism) {
        return new JobVertex(
                new VertexId(id),
                name,
                parallelism,
                128,
                "default",
                new byte[0],
                id.equals("source") ? new byte[] {1} : new byte[0],
                List.of(),
                List.of(),
                List.of(new JobVertex.OperatorId(id, name, "")),
                true);
    }

    ExecutionId task(String vertex, int subtask) {
        return new ExecutionId(graph.jobId(), new VertexId(vertex), subtask, 0);
    }

    /** What a task has stored; the source keeps nothing. */
    TaskSnapshot stored(String vertex, int subtask) {
        List<OperatorPart> parts = vertex.equals("source")
                ? List.of()
                : List.of(new OperatorPart(
                        vertex, "Counter", subtask * 64, 64, false, new StateHandle.Inline(new byte[] {(byte) subtask
                        })));
        return new TaskSnapshot(task(vertex, subtask), parts, false, new TaskSnapshot.Times(1, 2, 3, 4 + subtask));
    }

    List<TaskSnapshot> storedBy(int subtask) {
        return List.of(stored("source", subtask), stored("counter", subtask));
    }

    /** All tasks have stored their parts of a checkpoint. */
    void acknowledge(CheckpointCoordinator coordinator, long checkpoint) {
        coordinator.acknowledge(FIRST, checkpoint, storedBy(0));
        coordinator.acknowledge(SECOND, checkpoint, storedBy(1));
    }

    void runFiles() {
        while (!files.isEmpty()) {
            files.remove().run();
        }
    }

    void complete(CheckpointCoordinator coordinator, long checkpoint) {
        acknowledge(coordinator, checkpoint);
        runFiles();
    }

    @Override
    public JobGraph graph() {
        return graph;
    }

    @Override
    public Clock clock() {
        return host.clock();
    }

    @Override
    public ScheduledFuture<?> schedule(Duration delay, Runnable work) {
        return host.schedule(delay, work);
    }

    @Override
    public Executor io() {
        return files::add;
    }

    @Override
    public void execute(Runnable work) {
        work.run();
    }

    @Override
    public List<Participant> participants() {
        List<Participant> tasks = new ArrayList<>();
        if (running) {
            for (int subtask = 0; subtask < 2; subtask++) {
                TaskManagerId place = subtask == 0 ? FIRST : SECOND;
                ExecutionId source = task("source", subtask);
                ExecutionId counter = task("counter", subtask);
                String which = " (" + (subtask + 1) + "/2)";
                tasks.add(new Participant(source, "Source" + which, place, "host-" + place, finished.contains(source)));
                tasks.add(new Participant(
                        counter, "Counter" + which, place, "host-" + place, finished.contains(counter)));
            }
        }
        return tasks;
    }

    @Override
    public CompletableFuture<List<EnumeratorState>> snapshotSources(long checkpointId) {
        return enumerators;
    }

    @Override
    public CompletableFuture<Void> triggerCheckpoint(TaskManagerId taskManager, CheckpointTrigger trigger) {
        triggers.add(trigger);
        told.add(taskManager + " begins " + trigger.id());
        return answer;
    }

    @Override
    public CompletableFuture<List<TaskStage>> stages(TaskManagerId taskManager, long checkpointId) {
        return stages;
    }

    @Override
    public void checkpointEnded(long checkpointId, boolean completed) {
        told.add((completed ? "completed " : "given up ") + checkpointId);
    }

    @Override
    public void checkpointsFailed(FailureInfo cause) {
        failures.add(cause);
    }
}

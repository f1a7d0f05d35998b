package io.weir.runtime.taskmanager;

import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.HeldTask;
import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.protocol.SplitDelivery;
import io.weir.runtime.protocol.TaskIo;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.TaskStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a TaskManager has to tell a new JobManager of the tasks of a job: the newest attempt of each, what became of it, and
 * the splits that it was given since the last complete checkpoint.
 *
 * <p>Thread: the TaskManager's main thread. Life: that of the job on the TaskManager.
 */
final class TaskLedger {
    /** How many bytes of splits are kept for a task. One that is given more cannot be adopted before the next checkpoint. */
    static final long MOST_BYTES = 4L << 20;

    private final Map<TaskInstance, Entry> entries = new LinkedHashMap<>();

    /** The numbers of checkpoints, and not savepoints, whose ends are not known. */
    private final TreeSet<Long> begun = new TreeSet<>();

    private long lastCheckpoint;
    private long last;

    private static final class Entry {
        final TaskSpec spec;
        final List<HeldTask.GivenSplits> splits = new ArrayList<>();
        TaskStatus status;
        long splitsSince;

        /** Those given before this checkpoint or after it, and before the next, were too many to be kept. */
        long lostUpTo;

        long bytes;
        boolean asks;

        /** Whether it was given splits that it had not asked for: then nobody knows which were an answer. */
        boolean unasked;

        boolean hasAll;

        Entry(TaskSpec spec) {
            this.spec = spec;
            this.splitsSince = spec.restore().checkpointId();
            this.status = new TaskStatus(spec.execution(), ExecutionState.DEPLOYING, TaskIo.NONE, null);
        }

        /** The job does not go back behind a checkpoint. */
        void forgetSplits(long since) {
            if (since <= (splitsSince == HeldTask.UNKNOWN ? lostUpTo : splitsSince)) {
                return;
            }
            splits.removeIf(given -> given.after() < since);
            bytes = splits.stream().mapToLong(Entry::size).sum();
            splitsSince = since;
        }

        static long size(HeldTask.GivenSplits given) {
            return given.splits().stream().mapToLong(split -> split.length).sum();
        }
    }

    /** A task was sent here. */
    void started(TaskSpec spec) {
        entries.put(TaskInstance.of(spec.execution()), new Entry(spec));
    }

    /** Notes what became of a task. */
    void changed(TaskStatus status) {
        Entry entry = find(status.execution());
        if (entry != null && entry.status.state().canBecome(status.state())) {
            entry.status = status;
        }
    }

    private Entry find(ExecutionId execution) {
        Entry entry = entries.get(TaskInstance.of(execution));
        return entry == null || !entry.spec.execution().equals(execution) ? null : entry;
    }

    /** A task was told to go when it had ended: it is no longer a part of the job. */
    void forget(ExecutionId execution) {
        if (find(execution) != null) {
            entries.remove(TaskInstance.of(execution));
        }
    }

    /** A task asks for a split. */
    void asks(ExecutionId execution) {
        Entry entry = find(execution);
        if (entry != null) {
            entry.asks = true;
        }
    }

    /** A task was given splits. */
    void given(SplitDelivery delivery) {
        Entry entry = find(delivery.execution());
        if (entry == null) {
            return;
        }
        entry.hasAll |= delivery.noMore();
        if (delivery.splits().isEmpty()) {
            return;
        }
        entry.unasked |= !entry.asks;
        entry.asks = false;
        HeldTask.GivenSplits given = new HeldTask.GivenSplits(
                Math.max(lastCheckpoint, entry.spec.restore().checkpointId()), delivery.version(), delivery.splits());
        entry.splits.add(given);
        entry.bytes += Entry.size(given);
        if (entry.bytes > MOST_BYTES) {
            entry.splits.clear();
            entry.bytes = 0;
            entry.lostUpTo = given.after();
            entry.splitsSince = HeldTask.UNKNOWN;
        }
    }

    /** A checkpoint begins: the source's enumerator knows of all splits that were given until now. */
    void begins(CheckpointTrigger trigger) {
        last = Math.max(last, trigger.id());
        if (trigger.kind() == CheckpointKind.CHECKPOINT) {
            lastCheckpoint = Math.max(lastCheckpoint, trigger.id());
            begun.add(trigger.id());
        }
    }

    /** A checkpoint has ended; the job does not go back behind one that is complete. */
    void ended(long checkpointId, boolean completed) {
        if (!begun.remove(checkpointId) || !completed) {
            return;
        }
        begun.headSet(checkpointId).clear();
        entries.values().forEach(entry -> entry.forgetSplits(checkpointId));
    }

    /** Returns the highest number of a checkpoint or savepoint that was begun here. */
    long last() {
        return last;
    }

    /**
     * Describes the tasks.
     *
     * @param progress what a task that has not ended has taken in and given out
     */
    List<HeldTask> describe(Function<ExecutionId, TaskIo> progress) {
        return entries.values().stream()
                .map(entry -> new HeldTask(
                        entry.spec.execution(),
                        entry.spec.allocation(),
                        entry.status.state(),
                        entry.status.state().isTerminal() ? entry.status.io() : progress.apply(entry.spec.execution()),
                        entry.status.accumulated(),
                        entry.spec.restore().checkpointId(),
                        producers(entry.spec),
                        entry.splitsSince,
                        entry.splits))
                .toList();
    }

    private static List<HeldTask.Producers> producers(TaskSpec spec) {
        Map<VertexId, HeldTask.Producers> producers = new LinkedHashMap<>();
        for (InputSpec input : spec.inputs()) {
            for (InputSpec.ChannelSource channel : input.channels()) {
                ExecutionId producer = channel.partition().producer();
                producers.merge(
                        producer.vertex(),
                        new HeldTask.Producers(producer.vertex(), producer.attempt(), producer.attempt()),
                        (known, other) -> new HeldTask.Producers(
                                known.vertex(),
                                Math.min(known.lowestAttempt(), other.lowestAttempt()),
                                Math.max(known.highestAttempt(), other.highestAttempt())));
            }
        }
        return List.copyOf(producers.values());
    }

    /** Returns how those tasks are now whose state is not the one that was told. */
    List<TaskStatus> changesSince(List<HeldTask> told) {
        return told.stream()
                .map(task -> {
                    Entry entry = find(task.execution());
                    return entry == null || entry.status.state() == task.state() ? null : entry.status;
                })
                .filter(status -> status != null)
                .toList();
    }

    /** Returns the tasks whose requests for splits may not have been answered. */
    List<ExecutionId> asking() {
        return entries.values().stream()
                .filter(entry -> !entry.hasAll && !entry.status.state().isTerminal())
                .filter(entry -> entry.asks || entry.unasked)
                .map(entry -> entry.spec.execution())
                .toList();
    }
}

package io.weir.runtime.task;

import io.weir.runtime.network.Barriers;
import io.weir.runtime.network.InputGate;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.state.FunctionSnapshotContext;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Takes a task's part of checkpoints: waits for the barriers of its inputs, captures what the operators keep, and passes
 * the barrier on. The task's thread owns it.
 *
 * <p>A channel that has ended counts as one whose barrier has come. All tasks are told of a checkpoint: those without
 * inputs take it at once, the others with the last barrier or end of an input. After a checkpoint
 * that ends the job the task stands still until it learns how that ended.
 */
final class TaskCheckpoints implements Barriers {
    /** How many checkpoints that were given up are remembered, to ignore their late barriers. */
    private static final int REMEMBERED = 64;

    private final ExecutionId execution;
    private final TaskEnvironment environment;
    private final OperatorChain chain;
    private final TaskExchanges exchanges;
    private final InputGate gate;

    /** What waits for barriers, by number. */
    private final TreeMap<Long, Alignment> waiting = new TreeMap<>();

    private final Set<Long> givenUp = new HashSet<>();
    private long newestTaken = -1;
    private CheckpointTrigger last;
    private boolean drained;
    private boolean stopped;
    private boolean closed;

    /** A checkpoint that waits for barriers. */
    private static final class Alignment {
        final CheckpointTrigger trigger;
        final BitSet arrived = new BitSet();
        boolean hasBarrier;
        long startDelayMillis;
        long begin;

        Alignment(CheckpointTrigger trigger) {
            this.trigger = trigger;
        }

        void firstBarrier(long now) {
            hasBarrier = true;
            startDelayMillis = Math.max(0, now - trigger.timestamp());
            begin = System.nanoTime();
        }
    }

    TaskCheckpoints(ExecutionId execution, TaskEnvironment environment, OperatorChain chain, TaskExchanges exchanges) {
        this.execution = execution;
        this.environment = environment;
        this.chain = chain;
        this.exchanges = exchanges;
        this.gate = exchanges.gate();
    }

    /** Learns of a checkpoint, for which a barrier comes from each input that does not end before. */
    void begin(CheckpointTrigger trigger) throws Exception {
        if (isNews(trigger.id())) {
            takeIfComplete(alignment(trigger));
        }
    }

    @Override
    public void barrier(int channel, CheckpointTrigger trigger) throws Exception {
        overtake(channel, trigger.id());
        if (!isNews(trigger.id())) {
            return;
        }
        Alignment alignment = alignment(trigger);
        alignment.arrived.set(channel);
        if (!alignment.hasBarrier) {
            alignment.firstBarrier(environment.clock().millis());
        }
        if (trigger.exactlyOnce()) {
            gate.block(channel);
        }
        takeIfComplete(alignment);
    }

    @Override
    public void ended(int channel) throws Exception {
        for (Alignment alignment : List.copyOf(waiting.values())) {
            alignment.arrived.set(channel);
            takeIfComplete(alignment);
        }
    }

    private boolean isNews(long id) {
        return !closed && id > newestTaken && !givenUp.contains(id);
    }

    private Alignment alignment(CheckpointTrigger trigger) {
        Alignment known = waiting.get(trigger.id());
        if (known != null) {
            return known;
        }
        Alignment alignment = new Alignment(trigger);
        for (int channel = 0; channel < gate.channels(); channel++) {
            alignment.arrived.set(channel, gate.isEnded(channel));
        }
        waiting.put(trigger.id(), alignment);
        return alignment;
    }

    /** A barrier that comes instead of an older one's says that the older one will never come. */
    private void overtake(int channel, long id) {
        Map<Long, Alignment> older = waiting.headMap(id);
        List<Alignment> overtaken = older.values().stream()
                .filter(alignment -> !alignment.arrived.get(channel))
                .toList();
        for (Alignment alignment : overtaken) {
            long lost = alignment.trigger.id();
            forget(lost);
            environment
                    .listener()
                    .declineCheckpoint(
                            execution,
                            lost,
                            new WeirException(
                                    ErrorCode.CHECKPOINT,
                                    "Checkpoint " + lost + " was overtaken by checkpoint " + id + "."));
        }
    }

    private void takeIfComplete(Alignment alignment) throws Exception {
        boolean isCurrent = waiting.get(alignment.trigger.id()) == alignment;
        if (isCurrent && alignment.arrived.cardinality() == gate.channels()) {
            take(alignment);
        }
    }

    private void take(Alignment alignment) throws Exception {
        CheckpointTrigger trigger = alignment.trigger;
        if (!alignment.hasBarrier) {
            alignment.firstBarrier(environment.clock().millis());
        }
        newestTaken = trigger.id();
        last = trigger;
        waiting.headMap(newestTaken, true).clear();
        givenUp.removeIf(id -> id <= newestTaken);
        long begin = System.nanoTime();
        if (trigger.kind() == CheckpointKind.DRAIN) {
            drained = true;
            chain.finish();
        }
        List<TaskCapture.Part> parts = chain.capture(new FunctionSnapshotContext(trigger.id(), trigger.timestamp()));
        exchanges.barrier(trigger);
        long end = System.nanoTime();
        TaskCapture capture = new TaskCapture(
                parts,
                alignment.startDelayMillis,
                TimeUnit.NANOSECONDS.toMillis(begin - alignment.begin),
                TimeUnit.NANOSECONDS.toMicros(end - begin));
        environment.listener().acknowledgeCheckpoint(execution, trigger, capture);
        if (trigger.kind().endsJob()) {
            gate.blockAll();
        } else {
            gate.unblock();
        }
    }

    /** Learns how a checkpoint ended. */
    void ended(long id, boolean completed) throws Exception {
        if (closed) {
            return;
        }
        boolean isLast = last != null && last.id() == id;
        if (completed) {
            chain.checkpointCompleted(id);
            stopped |= isLast && last.kind().endsJob();
            return;
        }
        forget(id);
        chain.checkpointAborted(id);
        if (isLast && last.kind().endsJob()) {
            resume();
        }
    }

    private void resume() {
        if (drained) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT,
                    "The savepoint " + last.id()
                            + " failed after event time had been brought to its end: the job has to"
                            + " go back to its last checkpoint.");
        }
        last = null;
        gate.unblock();
    }

    /** Does not wait for a checkpoint any more, nor for what still comes of it. */
    private void forget(long id) {
        if (id > newestTaken && givenUp.size() < REMEMBERED) {
            givenUp.add(id);
        }
        if (waiting.remove(id) != null && waiting.isEmpty()) {
            gate.unblock();
        }
    }

    /** Returns whether the task waits for the end of a checkpoint that ends the job. */
    boolean isHalted() {
        return last != null && last.kind().endsJob();
    }

    /** Returns whether the task ends here, with all its pending windows and timers, because the job was stopped. */
    boolean isStopped() {
        return stopped;
    }

    /** Takes no further checkpoint: the task finishes. */
    void close() {
        closed = true;
        waiting.clear();
    }
}

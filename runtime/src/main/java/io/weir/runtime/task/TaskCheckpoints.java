package io.weir.runtime.task;

import io.weir.runtime.network.Barriers;
import io.weir.runtime.network.InputGate;
import io.weir.runtime.network.InputRecording;
import io.weir.runtime.network.RecordedFrames;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointStage;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.state.FunctionSnapshotContext;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Takes a task's part of checkpoints: waits for the barriers of its inputs, captures what the operators keep, and passes
 * the barrier on. The task's thread owns it.
 *
 * <p>A channel that has ended counts as one whose barrier has come. All tasks are told of a checkpoint: those without
 * inputs take it at once, the others with the last barrier or end of an input. After a checkpoint
 * that ends the job the task stands still until it learns how that ended.
 *
 * <p>What was taken is kept by a {@link TakenCheckpoint} until it is complete. A checkpoint may be taken without waiting, at once or after a time: then barriers overtake records, and those that were
 * overtaken, or come through a channel between the capture and the channel's barrier, become part of it; see {@link
 * InFlight}. A barrier that was sent in time, but that a consumer in another process has not taken when that time is over,
 * overtakes what it waits behind; a consumer in this process looks for it there by itself.
 */
final class TaskCheckpoints implements Barriers {
    /** How many checkpoints that were given up are remembered, to ignore their late barriers. */
    private static final int REMEMBERED = 64;

    /** How often a task that copies its inputs looks for barriers behind frames that it does not take for now. */
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final ExecutionId execution;
    private final TaskSpec task;
    private final TaskEnvironment environment;
    private final Mailbox mailbox;
    private final OperatorChain chain;
    private final TaskExchanges exchanges;
    private final InputGate gate;

    /** What waits for barriers, by number. */
    private final TreeMap<Long, Alignment> waiting = new TreeMap<>();

    private final Set<Long> givenUp = new HashSet<>();

    /** Those that were taken and whose ends are not known. */
    private final TreeSet<Long> open = new TreeSet<>();

    /** What was taken and is not complete yet, or null. */
    private TakenCheckpoint recording;

    private long newestTaken = -1;
    private CheckpointTrigger last;
    private boolean drained;
    private boolean stopped;
    private boolean closed;

    /** Plain savepoints that were taken: the job may go back behind them, so nothing is committed by them. */
    private final Set<Long> savepoints = new HashSet<>();

    /** What was told of while the operators were finishing. */
    private final List<CheckpointTrigger> late = new ArrayList<>();

    /** A checkpoint that waits for barriers. */
    private static final class Alignment {
        final CheckpointTrigger trigger;
        final BitSet arrived = new BitSet();

        /** Those of them that wait at the barrier. */
        final BitSet blocked = new BitSet();

        boolean hasBarrier;
        long startDelayMillis;
        long begin;

        /** Whether it waits no longer for barriers, nor behind records. */
        boolean late;

        Alignment(CheckpointTrigger trigger) {
            this.trigger = trigger;
            this.late = trigger.mayOvertake() && trigger.unalignedAfterMillis() == 0;
        }

        void firstBarrier(long now) {
            hasBarrier = true;
            startDelayMillis = Math.max(0, now - trigger.timestamp());
            begin = System.nanoTime();
        }
    }

    /**
     * Creates it.
     *
     * @param context the task
     * @param chain its operators
     * @param exchanges its inputs and outputs
     */
    TaskCheckpoints(TaskContext context, OperatorChain chain, TaskExchanges exchanges) {
        this.execution = context.spec().execution();
        this.task = context.spec();
        this.environment = context.environment();
        this.mailbox = context.mailbox();
        this.chain = chain;
        this.exchanges = exchanges;
        this.gate = exchanges.gate();
    }

    /**
     * Learns of a checkpoint, for which a barrier comes from each input that does not end before.
     *
     * @param trigger the checkpoint
     * @param heard when the task heard of it, by {@link System#nanoTime}; it may have been in the middle of a record
     */
    void begin(CheckpointTrigger trigger, long heard) throws Exception {
        if (closed) {
            late.add(trigger);
        } else if (isNews(trigger.id())) {
            takeIfComplete(alignment(trigger, heard));
        }
    }

    /** Learns that a barrier waits in a channel, although the task takes no frames for now. */
    void barrierNoticed(int channel, CheckpointTrigger trigger) throws Exception {
        if (isRecording(trigger.id())) {
            if (recording.isMissing(channel)) {
                recording.noticed(channel);
                acknowledgeIfComplete();
            }
        } else if (isNews(trigger.id()) && trigger.mayOvertake()) {
            takeIfLate(alignment(trigger, System.nanoTime()));
        }
    }

    /** Learns that a consumer in another process has taken a barrier. */
    void barrierTaken(long id) {
        if (isRecording(id)) {
            recording.left();
            acknowledgeIfComplete();
        }
    }

    private boolean isRecording(long id) {
        return recording != null && recording.trigger().id() == id;
    }

    @Override
    public void barrier(int channel, CheckpointTrigger trigger) throws Exception {
        if (isRecording(trigger.id())) {
            if (recording.isMissing(channel)) {
                recording.arrived(channel);
                acknowledgeIfComplete();
            }
            return;
        }
        overtake(channel, trigger.id());
        if (!isNews(trigger.id())) {
            return;
        }
        Alignment alignment = alignment(trigger, System.nanoTime());
        alignment.arrived.set(channel);
        if (!alignment.hasBarrier) {
            alignment.firstBarrier(environment.clock().millis());
        }
        if (trigger.exactlyOnce()) {
            gate.block(channel);
            alignment.blocked.set(channel);
        }
        takeIfComplete(alignment);
        takeIfLate(alignment);
    }

    @Override
    public void ended(int channel) throws Exception {
        if (recording != null && recording.isMissing(channel)) {
            recording.arrived(channel);
            acknowledgeIfComplete();
        }
        for (Alignment alignment : List.copyOf(waiting.values())) {
            alignment.arrived.set(channel);
            takeIfComplete(alignment);
        }
    }

    private boolean isNews(long id) {
        return !closed && id > newestTaken && !givenUp.contains(id);
    }

    private Alignment alignment(CheckpointTrigger trigger, long heard) {
        Alignment known = waiting.get(trigger.id());
        if (known != null) {
            return known;
        }
        Alignment alignment = new Alignment(trigger);
        for (int channel = 0; channel < gate.channels(); channel++) {
            alignment.arrived.set(channel, gate.isEnded(channel));
        }
        waiting.put(trigger.id(), alignment);
        environment.progress().at(trigger.id(), CheckpointStage.WAITING);
        if (trigger.mayOvertake() && !alignment.late) {
            long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heard);
            alignment.late = passed >= trigger.unalignedAfterMillis();
            later(Math.max(0, trigger.unalignedAfterMillis() - passed), () -> waitNoLonger(alignment));
        }
        return alignment;
    }

    /** The time is over in which barriers wait. */
    private void waitNoLonger(Alignment alignment) throws Exception {
        alignment.late = true;
        if (isRecording(alignment.trigger.id())) {
            recording.overtakeWaiting();
            acknowledgeIfComplete();
        } else {
            takeIfLate(alignment);
        }
    }

    /** Does something after a time, although the task may then be in the middle of a record that there is no room for. */
    private void later(long millis, Mailbox.Mail mail) {
        environment.timer().schedule(() -> mailbox.postUrgently(mail), millis, TimeUnit.MILLISECONDS);
    }

    /** A barrier that comes instead of an older one's says that the older one will never come. */
    private void overtake(int channel, long id) {
        Map<Long, Alignment> older = waiting.headMap(id);
        if (recording != null && recording.trigger().id() < id && recording.isMissing(channel)) {
            declineRecording(id);
        }
        List<Alignment> overtaken = older.values().stream()
                .filter(alignment -> !alignment.arrived.get(channel))
                .toList();
        for (Alignment alignment : overtaken) {
            long lost = alignment.trigger.id();
            forget(lost);
            decline(lost, id);
        }
    }

    private void decline(long lost, long newer) {
        String message = "Checkpoint " + lost + " was overtaken by checkpoint " + newer + ".";
        environment.listener().declineCheckpoint(execution, lost, new WeirException(ErrorCode.CHECKPOINT, message));
    }

    private void declineRecording(long newer) {
        long lost = recording.trigger().id();
        dropRecording();
        decline(lost, newer);
    }

    private void dropRecording() {
        recording.drop();
        recording = null;
    }

    private void takeIfComplete(Alignment alignment) throws Exception {
        if (isWaiting(alignment) && alignment.arrived.cardinality() == gate.channels()) {
            take(alignment);
        }
    }

    private boolean isWaiting(Alignment alignment) {
        return waiting.get(alignment.trigger.id()) == alignment;
    }

    /** Takes a checkpoint that has waited long enough without the missing barriers; what comes before them is copied. */
    private void takeIfLate(Alignment alignment) throws Exception {
        if (isWaiting(alignment) && alignment.late) {
            take(alignment);
        }
    }

    private void take(Alignment alignment) throws Exception {
        CheckpointTrigger trigger = alignment.trigger;
        if (!alignment.hasBarrier) {
            alignment.firstBarrier(environment.clock().millis());
        }
        endOlder(trigger.id());
        newestTaken = trigger.id();
        environment.progress().at(newestTaken, CheckpointStage.CAPTURING);
        last = trigger;
        open.add(newestTaken);
        waiting.headMap(newestTaken, true).clear();
        givenUp.removeIf(id -> id <= newestTaken);
        long begin = System.nanoTime();
        boolean finished = chain.isFinished();
        if (trigger.kind() == CheckpointKind.DRAIN) {
            drained = !finished;
            chain.finish();
        } else if (trigger.kind() == CheckpointKind.SAVEPOINT) {
            savepoints.add(trigger.id());
        }
        List<TaskCapture.Part> parts = chain.capture(
                new FunctionSnapshotContext(
                        trigger.id(), trigger.timestamp(), trigger.kind().isSavepoint()),
                finished);
        List<List<RecordedFrames>> outputs = finished ? List.of() : sendBarrier(alignment);
        boolean isComplete = alignment.arrived.cardinality() == gate.channels();
        InputRecording inputs = isComplete ? null : exchanges.reader().record(trigger.id(), alignment.arrived);
        TaskCapture.Times times = new TaskCapture.Times(
                alignment.startDelayMillis,
                TimeUnit.NANOSECONDS.toMillis(begin - alignment.begin),
                TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin));
        boolean mayLeaveLate = trigger.mayOvertake() && !alignment.late && !finished;
        recording = new TakenCheckpoint(
                task,
                exchanges,
                new TakenCheckpoint.Captured(trigger, parts, outputs, times),
                inputs,
                mayLeaveLate ? exchanges.remoteConsumers() : 0);
        environment.progress().at(newestTaken, CheckpointStage.RECORDING);
        acknowledgeIfComplete();
        lookAgain();
        if (trigger.kind().endsJob()) {
            gate.blockAll();
        } else {
            gate.unblock();
        }
    }

    /** Ends what is under way of an older checkpoint. */
    private void endOlder(long newer) {
        if (recording != null && recording.hasInputs()) {
            recording.overtakeWaiting();
            acknowledgeIfComplete();
        } else if (recording != null) {
            declineRecording(newer);
        }
    }

    /** Returns copies of the records that the barrier has overtaken. */
    private List<List<RecordedFrames>> sendBarrier(Alignment alignment) {
        if (alignment.late) {
            return exchanges.overtake(alignment.trigger);
        }
        exchanges.barrier(alignment.trigger);
        return List.of();
    }

    private void acknowledgeIfComplete() {
        if (recording.isComplete()) {
            TakenCheckpoint complete = recording;
            complete.end();
            recording = null;
            environment.progress().at(complete.trigger().id(), CheckpointStage.WRITING);
            boolean isOver = chain.isFinished() && !drained; // who starts from a drained savepoint reads on
            environment.listener().acknowledgeCheckpoint(execution, complete.trigger(), complete.all(isOver));
        }
    }

    private void lookAgain() {
        if (recording != null && !recording.hasInputs()) {
            long id = recording.trigger().id();
            later(LOOK_AGAIN_MILLIS, () -> lookAgain(id));
        }
    }

    private void lookAgain(long id) {
        if (isRecording(id) && !recording.hasInputs()) {
            recording.lookAgain();
            acknowledgeIfComplete();
            lookAgain();
        }
    }

    /** Learns how a checkpoint ended. */
    void ended(long id, boolean completed) throws Exception {
        if (closed) {
            return;
        }
        open.remove(id);
        boolean isLast = last != null && last.id() == id;
        boolean isSavepoint = savepoints.remove(id);
        if (completed) {
            if (!isSavepoint) {
                chain.checkpointCompleted(id);
            }
            stopped |= isLast && last.kind().endsJob();
            return;
        }
        forget(id);
        if (isRecording(id)) {
            dropRecording();
        }
        chain.checkpointAborted(id);
        if (isLast && last.kind().endsJob()) {
            resume();
        }
    }

    /**
     * Another JobManager goes on with the task. What is complete by then is, and all else is given up; barriers that are
     * still under way of what the former one has begun are not waited for.
     */
    void takenOver(long checkpoint, long savepoint, long firstCheckpoint) throws Exception {
        TreeSet<Long> known = new TreeSet<>(waiting.keySet());
        known.addAll(open);
        if (checkpoint >= 0) {
            ended(checkpoint, true);
        }
        if (savepoint >= 0) {
            ended(savepoint, true);
        }
        late.removeIf(trigger -> trigger.id() < firstCheckpoint);
        for (long id : known) {
            if (id > checkpoint && id != savepoint && id < firstCheckpoint) {
                ended(id, false);
            }
        }
        open.headSet(firstCheckpoint).clear();
        newestTaken = Math.max(newestTaken, firstCheckpoint - 1);
        givenUp.removeIf(id -> id <= newestTaken);
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
        if (waiting.remove(id) != null) {
            gate.unblock();
            waiting.values().forEach(other -> other.blocked.stream().forEach(gate::block));
        }
    }

    /** Returns whether the task takes no more records: it waits for the end of a checkpoint that ends the job, or is stopped. */
    boolean isHalted() {
        return stopped || last != null && last.kind().endsJob();
    }

    /** Returns whether the task ends here, with all its pending windows and timers, because the job was stopped. */
    boolean isStopped() {
        return stopped;
    }

    /** Takes no checkpoint for now: the operators finish. */
    void close() {
        if (recording != null) {
            recording.overtakeWaiting();
            acknowledgeIfComplete();
        }
        closed = true;
        waiting.clear();
    }

    /** Takes checkpoints again: the operators have finished, but some of them wait for one. */
    void openAfterEnd() throws Exception {
        closed = false;
        for (CheckpointTrigger trigger : late) {
            begin(trigger, System.nanoTime());
        }
        late.clear();
    }
}

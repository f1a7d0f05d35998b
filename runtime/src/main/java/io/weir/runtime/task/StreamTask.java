package io.weir.runtime.task;

import io.weir.configuration.CoreOptions;
import io.weir.runtime.batch.HashedInput;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.network.Barrier;
import io.weir.runtime.network.Wakeup;
import io.weir.runtime.operators.ChainInput;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.HeadOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.OutputRoom;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One execution of a chain of operators. The thread that calls {@link #run} is the task's thread: it alone touches
 * operators, state, writers and the read side of the gate. All others post mail.
 *
 * <p>The loop does one bounded step at a time: mail, then one frame or some records of the source, and it asks for room
 * in the outputs before it takes input. When there is nothing to do it hands over what it has written and parks.
 */
public final class StreamTask {
    /** How long a canceled task may go on before its thread is interrupted, and interrupted again. */
    private static final long INTERRUPT_AFTER_MILLIS = 200;

    /** How often a busy task looks for consumers that wait. */
    private static final long LOOK_NANOS = 1_000_000;

    /** A first short wait mends what a wake-up without a fence may miss; see HandOver. */
    private static final long FIRST_PARK_NANOS = 1_000_000;

    private final TaskSpec spec;
    private final TaskEnvironment environment;
    private final IdleStrategy idleStrategy;
    private final TaskMetrics metrics = new TaskMetrics();
    private final Wakeup wakeup = new Wakeup();
    private final OutputRoom room = new OutputRoom(this::waitUntil);
    private final Mailbox mailbox = new Mailbox(wakeup, room);
    private final TaskExchanges exchanges;
    private final BooleanSupplier hasWork = this::hasWork;

    private ChainSpec chainSpec;
    private OperatorChain chain;
    private TaskCheckpoints checkpoints;
    private HeadOperator<?> source;
    private ChainInput input;

    /** The task's part in an iteration; null if it has none. */
    private LoopTask loop;

    private boolean allHandedOver;
    private long nextLook;
    private long sourceRecords;

    /** Whether the thread has parked since there was last something to do. */
    private boolean parked;

    /** Written by the timer, cleared by the task's thread. */
    private volatile boolean flushDue;

    /** Written by whoever cancels, read by the task's thread. */
    private volatile boolean canceled;

    private Runnable onFinishing = () -> {};

    private final Object threadLock = new Object();

    /** The thread while it may be interrupted. Guarded by the thread lock. */
    private Thread thread;

    /**
     * Creates a task.
     *
     * @param spec what it runs
     * @param environment where it runs
     */
    public StreamTask(TaskSpec spec, TaskEnvironment environment) {
        this(spec, environment, IdleStrategy.yielding(0));
    }

    /**
     * Creates a task.
     *
     * @param spec what it runs
     * @param environment where it runs
     * @param idleStrategy how it waits
     */
    public StreamTask(TaskSpec spec, TaskEnvironment environment, IdleStrategy idleStrategy) {
        this.spec = spec;
        this.environment = environment;
        this.idleStrategy = idleStrategy;
        this.exchanges = new TaskExchanges(spec, environment, wakeup, this::barrierTaken);
    }

    /**
     * Sets who is told when there is nothing left to do but to wait for a checkpoint; see {@link
     * io.weir.runtime.protocol.ExecutionState#FINISHING}. Before the task runs.
     *
     * @param listener is told on the task's thread
     */
    public void onFinishing(Runnable listener) {
        onFinishing = listener;
    }

    /**
     * Runs the task to its end on the calling thread, and releases all it holds whatever happens.
     *
     * @throws Exception what made it fail; a {@link WeirException} with {@link ErrorCode#CANCELED} if it was canceled
     */
    public void run() throws Exception {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(environment.userClassLoader());
        synchronized (threadLock) {
            thread = current;
        }
        ScheduledFuture<?> flushTimer = null;
        Throwable failure = null;
        try {
            checkCanceled();
            build();
            flushTimer = startFlushTimer();
            execute();
            allHandedOver = true;
        } catch (Throwable e) {
            failure = canceled && !isCancellation(e) ? canceledException(e) : e;
        } finally {
            if (flushTimer != null) {
                flushTimer.cancel(false);
            }
            failure = closeAll(failure);
            current.setContextClassLoader(before);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
    }

    /** Returns how many bytes each part has of each output that is read when it is complete. After the task has run. */
    public List<List<Long>> written() {
        return exchanges.written();
    }

    private void execute() throws Exception {
        chain.checkStateIsTaken(spec.restore().mayLeaveState());
        if (spec.restore().finished()) {
            chain.openFinished();
        } else {
            chain.open();
        }
        exchanges.restore(chainSpec, new RestoredState(spec, environment.localState()).inFlight());
        if (!spec.restore().finished() || source == null) {
            loop();
        }
        if (checkpoints.isStopped()) {
            chain.stop();
            exchanges.finish();
        } else {
            checkpoints.close();
            chain.finish();
            exchanges.finish();
            if (chain.awaitsCheckpoint()) {
                onFinishing.run();
                checkpoints.openAfterEnd();
            }
        }
        awaitCheckpoint();
    }

    /** All input was taken and all output given, but what waits for a checkpoint is still to be committed. */
    private void awaitCheckpoint() throws Exception {
        while (chain.awaitsCheckpoint()) {
            park(() -> canceled || !mailbox.isEmpty());
            checkCanceled();
            mailbox.run();
        }
    }

    /** Gives each operator functions of its own, also where a program has given one object to several of them. */
    private ChainSpec apart(ChainSpec shared) {
        List<ChainSpec.Node> nodes = new ArrayList<>(shared.nodes());
        for (int i = 1; i < nodes.size(); i++) {
            ChainSpec.Node node = nodes.get(i);
            nodes.set(
                    i,
                    new ChainSpec.Node(
                            node.name(),
                            node.uid(),
                            ObjectCodec.deserialize(
                                    ObjectCodec.serialize(node.spec()),
                                    environment.userClassLoader(),
                                    OperatorSpec.class),
                            node.outputType(),
                            node.chained(),
                            node.exchanges(),
                            node.sideOutputs()));
        }
        return new ChainSpec(nodes, shared.inputs(), shared.outputs(), shared.loop());
    }

    private void build() {
        chainSpec = apart(ObjectCodec.deserialize(spec.chain(), environment.userClassLoader(), ChainSpec.class));
        if (spec.hashedInput() != TaskSpec.AS_PLANNED) {
            chainSpec = HashedInput.chosen(chainSpec, spec.hashedInput());
        }
        TaskContext context = new TaskContext(
                spec,
                environment,
                mailbox,
                wakeup,
                room,
                metrics.operators(),
                chainSpec.loop() == null ? null : LoopTask.placeOf(chainSpec, environment, spec.execution()));
        loop = chainSpec.loop() == null ? null : LoopTask.create(chainSpec, context, exchanges);
        chain = OperatorChain.create(
                chainSpec,
                exchanges.openOutputs(chainSpec, wakeup, room, metrics.out()),
                context::operator,
                spec.configuration().get(CoreOptions.COPY_IN_CHAIN),
                spec.restore().finished());
        checkpoints = new TaskCheckpoints(context, chain, exchanges);
        exchanges
                .gate()
                .setNotices((channel, trigger) -> mailbox.post(() -> checkpoints.barrierNoticed(channel, trigger)));
        if (spec.inputs().isEmpty()) {
            source = chain.source();
            input = source;
        } else {
            input = openInputs();
            context.recordOrigin().tellBy(exchanges::originOfRecord);
        }
    }

    private ChainInput openInputs() {
        LoopTask.Inputs inputs =
                (heads, barriers) -> exchanges.openInputs(chainSpec, heads, room, metrics.in(), barriers);
        return loop == null ? inputs.open(chain::headOfInput, checkpoints) : loop.drive(chain, checkpoints, inputs);
    }

    private ScheduledFuture<?> startFlushTimer() {
        long millis = exchanges.flushMillis();
        return millis == 0
                ? null
                : environment.timer().scheduleAtFixedRate(this::flushSoon, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void flushSoon() {
        flushDue = true;
        room.endStep();
    }

    private void loop() throws Exception {
        int idleRounds = 0;
        while (!isOver()) {
            room.lookAround();
            if (!mailbox.isEmpty()) {
                mailbox.run();
            }
            if (canceled) {
                throw canceledException(null);
            }
            if (room.isAvailable() && !checkpoints.isHalted() && input.step()) {
                idleRounds = 0;
                parked = false;
                afterStep();
            } else {
                idle(idleRounds++);
            }
        }
        afterStep();
    }

    private boolean isOver() {
        return checkpoints.isStopped() || input.isFinished() && mailbox.isEmpty() && !checkpoints.isHalted();
    }

    private void afterStep() {
        if (source != null) {
            long emitted = source.emitted();
            metrics.in().add(emitted - sourceRecords, 0);
            sourceRecords = emitted;
        }
        if (flushDue) {
            flushDue = false;
            exchanges.flush();
        }
        long now = System.nanoTime();
        if (now - nextLook >= 0) {
            nextLook = now + LOOK_NANOS;
            exchanges.flushAwaited();
        }
    }

    private void idle(int round) {
        if (idleStrategy.waitBriefly(round)) {
            return;
        }
        exchanges.flush();
        boolean backPressured = !room.isAvailable();
        long begin = System.nanoTime();
        park(hasWork);
        metrics.waited(System.nanoTime() - begin, backPressured);
    }

    private boolean hasWork() {
        return canceled || !mailbox.isEmpty() || checkpoints.isStopped() || !checkpoints.isHalted() && inputHasWork();
    }

    private boolean inputHasWork() {
        return input.isFinished() || room.isAvailable() && input.hasWork();
    }

    private void park(BooleanSupplier ready) {
        wakeup.park(ready, parked ? 0 : FIRST_PARK_NANOS);
        parked = true;
        // Only cancel() interrupts this thread for good; a stray interrupt must not turn parking into spinning.
        Thread.interrupted();
    }

    /** Waits in the middle of a record for an output to have room; see {@link OutputRoom#block}. */
    private void waitUntil(BooleanSupplier condition) {
        long begin = System.nanoTime();
        BooleanSupplier ready = () -> canceled || condition.getAsBoolean();
        for (int round = 0; !ready.getAsBoolean(); round++) {
            if (!idleStrategy.waitBriefly(round)) {
                park(ready);
            }
        }
        parked = false;
        metrics.waited(System.nanoTime() - begin, true);
        checkCanceled();
    }

    /** Releases all the task holds. Returns what it failed with first. */
    private Throwable closeAll(Throwable failure) {
        Throwable first = failure;
        try {
            if (chain != null) {
                chain.close();
            }
        } catch (Throwable e) {
            first = combine(first, e);
        }
        try {
            if (loop != null) {
                loop.close();
            }
        } catch (Throwable e) {
            first = combine(first, e);
        }
        try {
            exchanges.close(allHandedOver && first == null);
        } catch (Throwable e) {
            first = combine(first, e);
        }
        synchronized (threadLock) {
            thread = null;
        }
        // What was meant for this task must not reach the thread's next one.
        Thread.interrupted();
        return first;
    }

    private static Throwable combine(Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        if (first != next) {
            first.addSuppressed(next);
        }
        return first;
    }

    /** Ends the task soon. Any thread; again does nothing. Its thread is interrupted if it does not end by itself. */
    public void cancel() {
        if (canceled) {
            return;
        }
        canceled = true;
        room.endStep();
        wakeup.wake();
        interruptLater();
    }

    private void interruptLater() {
        environment.timer().schedule(this::interrupt, INTERRUPT_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void interrupt() {
        synchronized (threadLock) {
            if (thread == null) {
                return;
            }
            thread.interrupt();
        }
        interruptLater();
    }

    /**
     * Takes the JobManager's answer to a request for a split. Any thread.
     *
     * @param splits the serialized splits
     * @param version the version of their serializer
     * @param noMore whether these are the last
     */
    public void deliverSplits(List<byte[]> splits, int version, boolean noMore) {
        mailbox.post(() -> source.addSplits(splits, version, noMore));
    }

    /**
     * Takes what all tasks of the iteration have reported that begins with this one. Any thread.
     *
     * @param superstep the superstep that they have ended
     * @param reports the reports
     */
    public void superstepEnded(int superstep, List<byte[]> reports) {
        mailbox.post(() -> loop.superstepEnded(superstep, reports));
    }

    /**
     * Tells of a checkpoint, which a task without inputs takes at once. Any thread; again does nothing.
     *
     * @param trigger the checkpoint
     */
    public void triggerCheckpoint(CheckpointTrigger trigger) {
        long now = System.nanoTime();
        mailbox.post(() -> checkpoints.begin(trigger, now));
        if (trigger.mayOvertake()) {
            environment.timer().schedule(this::hurry, trigger.unalignedAfterMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** If the task is still in the middle of a record, because there is no room for what that gives, it goes on without. */
    private void hurry() {
        if (!mailbox.isEmpty()) {
            room.hurry();
            wakeup.wake();
        }
    }

    /**
     * Tells how a checkpoint ended. Any thread.
     *
     * @param checkpointId the checkpoint
     * @param completed whether it is complete; else it was given up
     */
    public void checkpointEnded(long checkpointId, boolean completed) {
        mailbox.post(() -> checkpoints.ended(checkpointId, completed));
    }

    /**
     * Another JobManager goes on with the task: what the former one had begun and not completed is over. Any thread.
     *
     * @param checkpoint the newest complete checkpoint, or -1
     * @param savepoint the savepoint with which the job was stopped, or -1
     * @param firstCheckpoint the lowest number of a checkpoint that may begin from now on
     */
    public void takenOver(long checkpoint, long savepoint, long firstCheckpoint) {
        mailbox.post(() -> {
            checkpoints.takenOver(checkpoint, savepoint, firstCheckpoint);
            if (loop != null) {
                loop.takenOver();
            }
        });
    }

    private void barrierTaken(Barrier barrier) {
        if (barrier.trigger().unalignedAfterMillis() > 0) { // else nobody waits for that
            mailbox.post(() -> checkpoints.barrierTaken(barrier.trigger().id()));
        }
    }

    /** Returns what the task has done so far. Any thread. */
    public TaskMetrics metrics() {
        return metrics;
    }

    private void checkCanceled() {
        if (canceled) {
            throw canceledException(null);
        }
    }

    private WeirException canceledException(Throwable cause) {
        return new WeirException(
                ErrorCode.CANCELED,
                "Task " + spec.taskName() + " (" + (spec.execution().subtask() + 1) + "/" + spec.parallelism()
                        + ") was canceled.",
                cause);
    }

    private static boolean isCancellation(Throwable e) {
        return e instanceof WeirException known && known.code() == ErrorCode.CANCELED;
    }
}

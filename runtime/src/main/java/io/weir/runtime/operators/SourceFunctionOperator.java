package io.weir.runtime.operators;

import io.weir.functions.SourceFunction;
import io.weir.state.CheckpointListener;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionSnapshotContext;
import io.weir.time.Watermark;
import io.weir.types.TypeInformation;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a source function on a thread of its own, which it starts when it is opened and ends when it is closed, and takes
 * what that emits.
 *
 * <p>Collecting does not take the checkpoint lock. A function that holds it while it emits a record and moves its own
 * position is safe: a snapshot takes the lock first, and then all that was collected before. Of a
 * function without a position, too, all that it has collected is taken before a snapshot: it cannot give it again.
 *
 * @param <T> the type of the records
 */
public final class SourceFunctionOperator<T> extends HeadOperator<T> {
    private static final Logger LOG = LoggerFactory.getLogger(SourceFunctionOperator.class);
    private static final int STEP = 1024;

    /** How long a canceled function may take before its thread is left behind. */
    private static final int END_ATTEMPTS = 300;

    private static final long END_PATIENCE_MILLIS = 100;

    private final OperatorContext context;
    private final SourceFunction<T> function;
    private final HandOver<T> handOver;
    private final Context<T> functionContext;
    private boolean opened;
    private boolean finished;
    private Thread thread;

    /** Written by the function's thread before {@link #returned}, read by the task's thread after it. */
    private Throwable failure;

    /** Written by the function's thread, read by the task's. */
    private volatile boolean returned;

    private SourceFunctionOperator(OperatorContext context, Spec<T> spec, Output<T> output) {
        super(output);
        this.context = context;
        this.function = spec.function();
        this.handOver = new HandOver<>(context::wake, spec.type().createSerializer());
        this.functionContext = new Context<>(handOver);
    }

    @Override
    public void open() throws Exception {
        opened = true;
        context.recordOrigin().tellBy(() -> new RecordOrigin.Place(context.operatorName(), null, null));
        UserCode.open(function, context);
        thread = new Thread(
                this::runFunction, "source of " + Thread.currentThread().getName());
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void openStates() throws Exception {
        opened = true;
        UserCode.open(function, context);
    }

    private void runFunction() {
        try {
            function.run(functionContext);
        } catch (Throwable e) {
            failure = e;
        } finally {
            returned = true;
            context.wake();
        }
    }

    @Override
    public boolean step() throws Exception {
        // Asked before taking: what it put before it returned is then seen.
        boolean last = returned;
        int taken = handOver.drainTo(output, STEP, context.outputRoom());
        if (!last || taken > 0 || !handOver.isEmpty()) {
            return taken > 0;
        }
        if (failure != null) {
            throw UserCode.failed(context, failure);
        }
        finished = true;
        return true;
    }

    @Override
    public void prepareCapture(FunctionSnapshotContext checkpoint) throws Exception {
        if (function instanceof CheckpointedFunction) {
            callBetweenRecords(() -> {
                UserCode.prepareCapture(function, context, checkpoint);
                return null;
            });
        } else {
            drainCollected();
        }
    }

    @Override
    public void checkpointCompleted(long checkpointId) throws Exception {
        checkpointEnded(checkpointId, true);
    }

    @Override
    public void checkpointAborted(long checkpointId) throws Exception {
        checkpointEnded(checkpointId, false);
    }

    private void checkpointEnded(long checkpointId, boolean completed) throws Exception {
        if (function instanceof CheckpointListener) {
            callBetweenRecords(() -> {
                UserCode.checkpointEnded(function, context, checkpointId, completed);
                return null;
            });
        }
    }

    /** Calls the function while it holds still, and after all that it has collected until then was taken. */
    private void callBetweenRecords(Callable<Void> call) throws Exception {
        LockedCall snapshot = new LockedCall(functionContext.getCheckpointLock(), call, context::wake);
        snapshot.start();
        try {
            while (!snapshot.isHeld()) {
                context.outputRoom().block(() -> snapshot.isHeld() || !handOver.isEmpty());
                drain();
            }
            // What the function collected under the lock it has moved its position by.
            drainCollected();
            snapshot.proceed();
            context.outputRoom().block(snapshot::isDone);
        } finally {
            if (!snapshot.isDone()) {
                snapshot.abandon();
            }
        }
        snapshot.check();
    }

    private void drainCollected() throws Exception {
        for (long end = handOver.collected(); handOver.taken() < end; ) {
            drain();
        }
    }

    private void drain() throws Exception {
        OutputRoom room = context.outputRoom();
        room.lookAround();
        if (!room.isAvailable()) {
            room.block(() -> room.isAvailable() || room.isHurried());
        }
        handOver.drainTo(output, STEP, room);
    }

    @Override
    public long emitted() {
        return handOver.records();
    }

    @Override
    public boolean hasWork() {
        return !handOver.isEmpty() || returned;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public void close() throws Exception {
        handOver.close();
        if (thread != null && !returned) {
            end();
        }
        if (opened) {
            opened = false;
            UserCode.close(function, context);
        }
    }

    /** Ends a function that has not returned by itself, in the words of its interface first, then by interrupts. */
    private void end() {
        boolean interrupted = false;
        try {
            function.cancel();
        } catch (RuntimeException e) {
            LOG.warn("The source function of {} failed to cancel", context.operatorName(), e);
        }
        for (int attempt = 0; attempt < END_ATTEMPTS && thread.isAlive(); attempt++) {
            thread.interrupt();
            try {
                thread.join(END_PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            LOG.error(
                    "The source function of {} does not end: it ignores cancel() and interrupts for {} s; its thread is"
                            + " left behind",
                    context.operatorName(),
                    TimeUnit.MILLISECONDS.toSeconds(END_ATTEMPTS * END_PATIENCE_MILLIS));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the loop of a function that goes on emitting after it was canceled. */
    private static final class CanceledException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CanceledException() {
            super("The task was canceled", null, false, false);
        }
    }

    /** What the function emits to. The function's threads own it, one at a time. */
    private static final class Context<T> implements SourceFunction.SourceContext<T> {
        private final HandOver<T> handOver;
        private final Object checkpointLock = new Object();
        private boolean idle;

        Context(HandOver<T> handOver) {
            this.handOver = handOver;
        }

        @Override
        public void collect(T value) {
            collectWithTimestamp(value, Output.NO_TIMESTAMP);
        }

        @Override
        public void collectWithTimestamp(T value, long timestamp) {
            if (idle) {
                setIdle(false);
            }
            require(handOver.put(value, timestamp));
        }

        @Override
        public void emitWatermark(Watermark mark) {
            long timestamp = mark.timestamp();
            idle = false;
            require(handOver.put(watermark -> watermark.advance(0, timestamp)));
        }

        @Override
        public void markAsTemporarilyIdle() {
            if (!idle) {
                setIdle(true);
            }
        }

        private void setIdle(boolean now) {
            idle = now;
            require(handOver.put(watermark -> watermark.setIdle(0, now)));
        }

        private static void require(boolean taken) {
            if (!taken) {
                throw new CanceledException();
            }
        }

        @Override
        public Object getCheckpointLock() {
            return checkpointLock;
        }
    }

    /**
     * How it is made.
     *
     * @param function the user's function
     * @param type the type of the records
     * @param <T> the type of the records
     */
    public record Spec<T>(SourceFunction<T> function, TypeInformation<T> type) implements OperatorSpec<Void, T> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<Void, T> create(OperatorContext context, Output<T> output) {
            return new SourceFunctionOperator<>(context, this, output);
        }
    }
}

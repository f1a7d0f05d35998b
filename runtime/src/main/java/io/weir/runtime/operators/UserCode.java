package io.weir.runtime.operators;

import io.weir.functions.Function;
import io.weir.functions.OpenContext;
import io.weir.functions.RichFunction;
import io.weir.state.CheckpointListener;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionSnapshotContext;
import io.weir.time.TimeDomain;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.windows.Window;

/** The boundary between operators and the program's code: life of rich functions, and whose failure it is. Stateless. */
public final class UserCode {
    private static final OpenContext OPEN_CONTEXT = new OpenContext() {};

    private UserCode() {}

    /** Prepares a function: gives it its context, its state and time to open what it needs, where it wants them. */
    public static void open(Function function, OperatorContext context) throws Exception {
        try {
            if (function instanceof RichFunction rich) {
                rich.setRuntimeContext(context.runtimeContext());
            }
            if (function instanceof CheckpointedFunction checkpointed) {
                checkpointed.initializeState(new FunctionInitialization(context));
            }
            if (function instanceof RichFunction rich) {
                rich.open(OPEN_CONTEXT);
            }
        } catch (Throwable e) {
            throw failed(context, e);
        }
    }

    /** Lets a function bring its state up to date, if it keeps state of its own. */
    public static void prepareCapture(Function function, OperatorContext context, FunctionSnapshotContext checkpoint)
            throws Exception {
        if (function instanceof CheckpointedFunction checkpointed) {
            try {
                checkpointed.snapshotState(checkpoint);
            } catch (Throwable e) {
                throw failed(context, e);
            }
        }
    }

    /** Tells a function how a checkpoint ended, if it wants to know. */
    public static void checkpointEnded(Function function, OperatorContext context, long checkpointId, boolean completed)
            throws Exception {
        if (function instanceof CheckpointListener listener) {
            try {
                if (completed) {
                    listener.notifyCheckpointComplete(checkpointId);
                } else {
                    listener.notifyCheckpointAborted(checkpointId);
                }
            } catch (Throwable e) {
                throw failed(context, e);
            }
        }
    }

    /** Lets a function release what it holds if it is a rich one. */
    public static void close(Function function, OperatorContext context) throws Exception {
        if (function instanceof RichFunction rich) {
            try {
                rich.close();
            } catch (Throwable e) {
                throw failed(context, e);
            }
        }
    }

    /**
     * Makes of a failure of the program's code what fails the task: it names the operator and keeps the failure as its
     * cause. What already says whose failure it is stays as it is: a record's way through a chain is nested calls, so
     * that a failure further down passes here too.
     */
    public static Exception failed(OperatorContext context, Throwable cause) {
        if (cause instanceof WeirException known) {
            return known;
        }
        if (cause instanceof DownstreamFailure further) {
            return further.failure();
        }
        if (cause instanceof OutOfMemoryError) {
            throw (Error) cause;
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new WeirException(
                ErrorCode.USER_FUNCTION, "Operator '" + context.operatorName() + "' failed: " + cause, cause);
    }

    /**
     * Takes up that the program's code has failed on a record: the task fails, unless the program wants to do without such
     * records.
     *
     * @param context where the operator runs
     * @param cause the failure
     * @param value the record
     * @param timestamp its timestamp
     * @throws Exception what fails the task
     */
    public static void recordFailed(OperatorContext context, Throwable cause, Object value, long timestamp)
            throws Exception {
        context.recordErrors().take(context, cause, value, timestamp);
    }

    /**
     * Takes up that the program's code has failed on something that does not come from one record, such as a timer or a
     * window: the same policy holds.
     *
     * @param context where the operator runs
     * @param cause the failure
     * @param what it failed on
     * @param timestamp the event time of it, or {@link Output#NO_TIMESTAMP}
     * @throws Exception what fails the task
     */
    public static void failedOn(OperatorContext context, Throwable cause, String what, long timestamp)
            throws Exception {
        context.recordErrors().takeAside(context, cause, what, timestamp);
    }

    /** Takes up that the program's code has failed on a timer of a key. */
    public static void timerFailed(OperatorContext context, Throwable cause, Object key, TimeDomain domain, long time)
            throws Exception {
        boolean eventTime = domain == TimeDomain.EVENT_TIME;
        String what = "timer of key " + key + " at " + (eventTime ? "event time " : "processing time ") + time;
        failedOn(context, cause, what, eventTime ? time : Output.NO_TIMESTAMP);
    }

    /** Takes up that the program's code has failed on a window of a key. */
    public static void windowFailed(OperatorContext context, Throwable cause, Object key, Window window)
            throws Exception {
        failedOn(context, cause, window + " of key " + key, window.maxTimestamp());
    }

    /** Emits what a function gives to a side output. */
    public static <X> void emit(Output<X> output, X value, long timestamp) {
        try {
            output.collect(value, timestamp);
        } catch (WeirException e) {
            throw e.code() == ErrorCode.USER_FUNCTION ? e : new DownstreamFailure(e);
        } catch (Exception e) {
            throw new DownstreamFailure(e);
        }
    }

    /** Throws a checked exception where the program's interfaces declare none; it is caught again in the operator. */
    @SuppressWarnings("unchecked") // the type parameter exists for the compiler only
    public static <E extends Throwable> RuntimeException sneak(Throwable cause) throws E {
        throw (E) cause;
    }
}

package io.weir.runtime.operators;

import io.weir.configuration.RecordErrorPolicy;
import io.weir.functions.TaskInfo;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a task when the program's code has failed on a record: it fails with a message that names the
 * record, or it goes on without. The task's thread owns it.
 */
public final class RecordErrors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordErrors.class);

    /** What no other record would fare better with, and what was decided on already. */
    private static final Set<ErrorCode> NOT_THE_RECORDS_FAULT = EnumSet.of(
            ErrorCode.USAGE,
            ErrorCode.CONFIGURATION,
            ErrorCode.INVALID_PROGRAM,
            ErrorCode.STATE_INCOMPATIBLE,
            ErrorCode.STORAGE,
            ErrorCode.RESOURCES,
            ErrorCode.EXCHANGE,
            ErrorCode.UNREACHABLE,
            ErrorCode.CHECKPOINT,
            ErrorCode.CHECKPOINT_DAMAGED,
            ErrorCode.USER_FUNCTION,
            ErrorCode.CANCELED,
            ErrorCode.INTERNAL);

    private static final int MAX_SHOWN = 200;

    /** What the records are said to be that the operator takes from others of its chain. */
    private final List<SaidType> inputs = new ArrayList<>(1);

    private RecordErrorPolicy policy = RecordErrorPolicy.FAIL;
    private String directory;
    private DeadLetters deadLetters;
    private long dropped;

    /** Sets what happens; without it, the task fails. */
    void use(RecordErrorPolicy newPolicy, String deadLetterDirectory) {
        policy = newPolicy;
        directory = deadLetterDirectory;
    }

    /**
     * Returns whether a failing record fails the task. If not, records are better worked on as they come, for what is
     * written of them names their places.
     */
    public boolean failTask() {
        return policy == RecordErrorPolicy.FAIL;
    }

    /** Sets what records are said to be that the operator takes. */
    public void takes(SaidType input) {
        inputs.add(input);
    }

    /**
     * Takes up a failure on the record that the task is at.
     *
     * @param context where the operator runs
     * @param cause the failure
     * @param value the record
     * @param timestamp its timestamp, or {@link Output#NO_TIMESTAMP}
     * @throws Exception what fails the task; nothing if it goes on
     */
    public void take(OperatorContext context, Throwable cause, Object value, long timestamp) throws Exception {
        // An operator with two inputs is the first of its chain, so that there is no doubt which type is meant.
        Throwable reason = inputs.size() == 1 ? inputs.get(0).explain(cause, value) : cause;
        take(context, reason, new Failed("record", value, timestamp, true));
    }

    /**
     * Takes up a failure on something that is not the record that the task is at.
     *
     * @param context where the operator runs
     * @param cause the failure
     * @param what a timer or a window in words
     * @param timestamp its timestamp, or {@link Output#NO_TIMESTAMP}
     * @throws Exception what fails the task; nothing if it goes on
     */
    void takeAside(OperatorContext context, Throwable cause, String what, long timestamp) throws Exception {
        take(context, cause, new Failed("", what, timestamp, false));
    }

    /**
     * Takes up a failure on a record that was taken before the one that the task is at.
     *
     * @param context where the operator runs
     * @param cause the failure
     * @param value the record
     * @param timestamp its timestamp, or {@link Output#NO_TIMESTAMP}
     * @throws Exception what fails the task; nothing if it goes on
     */
    public void takeLate(OperatorContext context, Throwable cause, Object value, long timestamp) throws Exception {
        take(context, cause, new Failed("record", value, timestamp, false));
    }

    /** What the program's code has failed on. */
    private record Failed(String kind, Object value, long timestamp, boolean atHand) {}

    private void take(OperatorContext context, Throwable cause, Failed failed) throws Exception {
        if (!isTheRecordsFault(cause)) {
            throw UserCode.failed(context, cause);
        }
        if (policy == RecordErrorPolicy.FAIL) {
            throw new WeirException(ErrorCode.USER_FUNCTION, place(context) + " failed on the " + shown(failed), cause);
        }
        if (policy == RecordErrorPolicy.DEAD_LETTER) {
            if (deadLetters == null) {
                deadLetters = new DeadLetters(directory, context);
            }
            RecordOrigin.Place origin =
                    failed.atHand() ? context.recordOrigin().ofCurrentRecord() : RecordOrigin.none();
            deadLetters.write(text(failed.value()), failed.timestamp(), origin, cause);
        }
        dropped++;
        context.counter(policy == RecordErrorPolicy.SKIP ? "numRecordsSkipped" : "numRecordsDeadLettered")
                .increment();
        // A record in a thousand may fail for days: each power of two says how many it has been.
        if (Long.bitCount(dropped) == 1) {
            LOG.warn("{} failed on the {} and goes on; {} so far", place(context), shown(failed), dropped, cause);
        }
    }

    private static boolean isTheRecordsFault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DownstreamFailure
                    || cause instanceof InterruptedException
                    || cause instanceof VirtualMachineError
                    || cause instanceof LinkageError) {
                return false;
            }
            if (cause instanceof WeirException known && NOT_THE_RECORDS_FAULT.contains(known.code())) {
                return false;
            }
        }
        return true;
    }

    private static String place(OperatorContext context) {
        TaskInfo task = context.runtimeContext().getTaskInfo();
        return "Operator '" + context.operatorName() + "' (" + (task.getIndexOfThisSubtask() + 1) + "/"
                + task.getNumberOfParallelSubtasks() + ")";
    }

    private static String shown(Failed failed) {
        String text = text(failed.value());
        String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
        return failed.kind().isEmpty() ? cut : failed.kind() + " '" + cut + "'";
    }

    /** The record may be what is wrong; that it cannot be shown must not hide the failure. */
    private static String text(Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException e) {
            return "a " + value.getClass().getName() + " whose toString() fails: " + e;
        }
    }

    @Override
    public void close() throws IOException {
        if (deadLetters != null) {
            deadLetters.close();
        }
    }
}

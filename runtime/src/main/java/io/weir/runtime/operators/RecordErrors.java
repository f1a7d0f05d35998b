package io.weir.runtime.operators;

import io.weir.configuration.RecordErrorPolicy;
import io.weir.functions.TaskInfo;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.EnumSet;
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
            ErrorCode.USER_FUNCTION,
            ErrorCode.CANCELED,
            ErrorCode.INTERNAL);

    private static final int MAX_SHOWN = 200;

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
     * Takes up a failure.
     *
     * @param context where the operator runs
     * @param cause the failure
     * @param value the record
     * @param timestamp its timestamp, or {@link Output#NO_TIMESTAMP}
     * @throws Exception what fails the task; nothing if it goes on
     */
    void take(OperatorContext context, Throwable cause, Object value, long timestamp) throws Exception {
        if (!isTheRecordsFault(cause)) {
            throw UserCode.failed(context, cause);
        }
        if (policy == RecordErrorPolicy.FAIL) {
            throw new WeirException(
                    ErrorCode.USER_FUNCTION, place(context) + " failed on the record '" + shown(value) + "'", cause);
        }
        if (policy == RecordErrorPolicy.DEAD_LETTER) {
            if (deadLetters == null) {
                deadLetters = new DeadLetters(directory, context);
            }
            deadLetters.write(text(value), timestamp, cause);
        }
        dropped++;
        // A record in a thousand may fail for days: each power of two says how many it has been.
        if (Long.bitCount(dropped) == 1) {
            LOG.warn(
                    "{} failed on the record '{}' and goes on; {} so far",
                    place(context),
                    shown(value),
                    dropped,
                    cause);
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

    private static String shown(Object value) {
        String text = text(value);
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
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

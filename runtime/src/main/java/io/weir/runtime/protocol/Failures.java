package io.weir.runtime.protocol;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Turns exceptions into {@link FailureInfo} and back. */
public final class Failures {
    /** Diagnostics travel in many messages; no sensible trace is longer. */
    private static final int MAX_TRACE = 32 << 10;

    private static final int MAX_MESSAGE = 2 << 10;

    private Failures() {}

    /**
     * Describes an exception that is not tied to a task.
     *
     * @param failure the exception
     * @return its description
     */
    public static FailureInfo describe(Throwable failure) {
        return describe(failure, ErrorCode.INTERNAL, "", "");
    }

    /**
     * Describes an exception.
     *
     * @param failure the exception
     * @param fallback the code if the exception has none
     * @param taskName the task that failed, or an empty text
     * @param location where it failed, or an empty text
     * @return its description
     */
    public static FailureInfo describe(Throwable failure, ErrorCode fallback, String taskName, String location) {
        Throwable shown = unwrap(failure);
        if (shown instanceof JobFailureException known) {
            return known.failure();
        }
        ErrorCode code = fallback;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WeirException weir) {
                code = weir.code();
                break;
            }
        }
        return new FailureInfo(
                message(failure, shown), shown.getClass().getName(), trace(shown), code, taskName, location);
    }

    /**
     * Describes a failure that is known by a sentence only.
     *
     * @param code what kind of failure it is
     * @param message one sentence
     * @return its description
     */
    public static FailureInfo of(ErrorCode code, String message) {
        return new FailureInfo(message, WeirException.class.getName(), "", code, "", "");
    }

    /**
     * Takes off what only says that something else has failed, so that the user's exception comes first.
     *
     * @param failure any exception
     * @return the first one that says something itself
     */
    public static Throwable unwrap(Throwable failure) {
        Throwable current = failure;
        while (current.getCause() != null && isWrapper(current)) {
            current = current.getCause();
        }
        return current;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException
                || failure instanceof ExecutionException
                || (failure instanceof WeirException weir && weir.code() == ErrorCode.USER_FUNCTION);
    }

    /**
     * Makes an exception of a description, to be thrown where the job's owner waits.
     *
     * @param prefix what failed, such as {@code "Job 'x' failed: "}
     * @param failure the description
     * @return an exception with the description's code, and with its frames in the cause
     */
    public static WeirException toException(String prefix, FailureInfo failure) {
        return new WeirException(failure.code(), prefix + failure.describe(), new JobFailureException(failure));
    }

    /** The user's exception, and on which record it was thrown if what was taken off says it. */
    private static String message(Throwable failure, Throwable shown) {
        String line = oneLine(shown);
        for (Throwable taken = failure; taken != shown; taken = taken.getCause()) {
            if (taken instanceof WeirException
                    && !String.valueOf(taken.getMessage()).contains(shown.toString())) {
                return line + " - " + oneLine(taken);
            }
        }
        return line;
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        String text;
        if (message == null || message.isBlank()) {
            text = failure.getClass().getName();
        } else if (failure instanceof WeirException) {
            text = message;
        } else {
            text = failure.getClass().getName() + ": " + message;
        }
        String line = text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        String trace = text.toString();
        return trace.length() <= MAX_TRACE ? trace : trace.substring(0, MAX_TRACE) + "\n\t... (cut)\n";
    }
}

package io.weir.runtime.protocol;

import io.weir.util.ErrorCode;
import java.util.Objects;

/**
 * Why a task or a job failed, fit for the wire and for people: what the command line, the dashboard and YARN's
 * diagnostics show.
 *
 * @param message one line that says what happened
 * @param exceptionClass the class of the exception
 * @param stackTrace the exception with its frames, its own first, and its causes
 * @param code what kind of failure it is
 * @param taskName the task that failed, such as {@code "Map -> Sink (2/4)"}; empty if it was none
 * @param location the TaskManager on which it failed; empty if it was none
 */
public record FailureInfo(
        String message, String exceptionClass, String stackTrace, ErrorCode code, String taskName, String location) {
    /** Checks that nothing is missing. */
    public FailureInfo {
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(exceptionClass, "exceptionClass is null");
        Objects.requireNonNull(stackTrace, "stackTrace is null");
        Objects.requireNonNull(code, "code is null");
        Objects.requireNonNull(taskName, "taskName is null");
        Objects.requireNonNull(location, "location is null");
    }

    /**
     * Returns whether this is likely to be the effect of another failure, which has not been reported yet: a task whose
     * peer died fails on the broken exchange.
     */
    public boolean isConsequence() {
        return code == ErrorCode.EXCHANGE || code == ErrorCode.CANCELED;
    }

    /**
     * Adds to what happened.
     *
     * @param more a sentence
     * @return a description that says both
     */
    public FailureInfo adding(String more) {
        boolean ended = message.isEmpty() || ".!?:".indexOf(message.charAt(message.length() - 1)) >= 0;
        return new FailureInfo(
                message + (ended ? " " : ". ") + more, exceptionClass, stackTrace, code, taskName, location);
    }

    /** Returns the message with the place where it happened, in one line. */
    public String describe() {
        String place =
                taskName.isEmpty() ? "" : " [task " + taskName + (location.isEmpty() ? "" : " on " + location) + "]";
        return message + place;
    }
}

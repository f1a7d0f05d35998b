package io.weir.client;

import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.JobFailureException;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Optional;

/** Says why a program or its job failed, and which exit code that is. One thread owns it. */
final class FailureReport {
    /** What is said of a program that never calls execute. */
    static final String NO_JOB =
            "The program ended without a job: its main method did not call execute() (or executeAsync()).";

    private final Console console;
    private final boolean verbose;

    FailureReport(Console console, boolean verbose) {
        this.console = console;
        this.verbose = verbose;
    }

    /**
     * Reports what a program's main method threw.
     *
     * @param failure the exception
     * @return the exit code
     */
    int ofMain(Throwable failure) {
        WeirException known = find(failure, WeirException.class).orElse(null);
        JobFailureException job = find(failure, JobFailureException.class).orElse(null);
        if (job != null) {
            return ofJob(known == null ? failure.getMessage() : known.getMessage(), job.failure());
        }
        if (known == null) {
            console.err().println(UserTrace.of(failure));
            console.complain("The program's main method failed.");
            return ExitCode.FAILED;
        }
        if (verbose) {
            known.printStackTrace(console.err());
        }
        console.complain(known.getMessage() + place(known));
        return ExitCode.of(known.code());
    }

    /**
     * Reports why a job failed: the exception with the user's frames first, then one line.
     *
     * @param message what failed, in one line
     * @param failure its cause
     * @return the exit code
     */
    int ofJob(String message, FailureInfo failure) {
        boolean sentence = failure.exceptionClass().equals(WeirException.class.getName());
        if (verbose) {
            console.err().println(failure.stackTrace().stripTrailing());
        } else if (!sentence && !failure.stackTrace().isEmpty()) {
            console.err().println(UserTrace.withoutEngine(failure.stackTrace()));
        }
        console.complain(message);
        return ExitCode.FAILED;
    }

    /** For a plan that cannot run, the line of the program that asked for it. */
    private static String place(WeirException failure) {
        StackTraceElement caller = failure.code() == ErrorCode.INVALID_PROGRAM ? UserTrace.callerOf(failure) : null;
        return caller == null ? "" : " (at " + caller + ")";
    }

    /** Returns the first of an exception and its causes that has a type. */
    static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        for (Throwable current = failure; current != null; current = current.getCause()) {
            if (type.isInstance(current)) {
                return Optional.of(type.cast(current));
            }
        }
        return Optional.empty();
    }
}

package io.weir.runtime.protocol;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands for an exception that was thrown in another process: it shows that exception's class, message and frames
 * instead of its own. Found as the cause of what a job's owner gets.
 */
public final class JobFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern FRAME =
            Pattern.compile("\\tat (?:[^/(]*/)*([^/()]+)\\.([^.()]+)\\(([^:()]*)(?::(\\d+))?\\)");

    private final transient FailureInfo failure;
    private final String trace;

    /**
     * Creates an exception that looks like the original.
     *
     * @param failure the description of the original
     */
    public JobFailureException(FailureInfo failure) {
        super(failure.message());
        this.failure = failure;
        this.trace = failure.stackTrace();
        setStackTrace(frames(failure.stackTrace()));
    }

    /** Returns the description of the original. */
    public FailureInfo failure() {
        return failure;
    }

    /** Looks like the original, whose class may not be known here. */
    @Override
    public String toString() {
        return getMessage();
    }

    @Override
    public void printStackTrace(PrintStream out) {
        if (trace.isEmpty()) {
            super.printStackTrace(out);
        } else {
            out.print(trace);
        }
    }

    @Override
    public void printStackTrace(PrintWriter out) {
        if (trace.isEmpty()) {
            super.printStackTrace(out);
        } else {
            out.print(trace);
        }
    }

    /** Reads the frames of the outermost exception; those of its causes stay in the text. */
    private static StackTraceElement[] frames(String trace) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (String line : trace.lines().toList()) {
            if (line.startsWith("Caused by: ")) {
                break;
            }
            Matcher matcher = FRAME.matcher(line);
            if (matcher.matches()) {
                int number = matcher.group(4) == null ? -1 : Integer.parseInt(matcher.group(4));
                frames.add(new StackTraceElement(matcher.group(1), matcher.group(2), matcher.group(3), number));
            }
        }
        return frames.toArray(new StackTraceElement[0]);
    }
}

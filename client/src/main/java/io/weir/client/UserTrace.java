package io.weir.client;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Prints what a program threw as its author wants to see it: without the frames by which the engine called it. */
final class UserTrace {
    private static final Pattern ENGINE_FRAME = Pattern.compile(
            "\\tat (?:[^/(]*/)*(?:io\\.weir\\.(?!examples\\.)|java\\.lang\\.Thread\\.|java\\.util\\.concurrent\\.)|\\t\\.\\.\\. ");

    private UserTrace() {}

    /**
     * Formats an exception of a program's main method.
     *
     * @param failure the exception; its frames are cut where the engine called main
     * @return the exception, its frames and its causes, in lines
     */
    static String of(Throwable failure) {
        for (Throwable current = failure; current != null; current = current.getCause()) {
            trim(current);
        }
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }

    private static void trim(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        int end = frames.length;
        for (int i = 0; i < frames.length; i++) {
            if (frames[i].getClassName().equals(Program.class.getName())) {
                end = i;
            }
        }
        while (end > 0 && end < frames.length && isReflection(frames[end - 1])) {
            end--;
        }
        failure.setStackTrace(Arrays.copyOf(frames, end));
    }

    /** Returns the first frame of a program in an exception that the engine threw on its main thread, or null. */
    static StackTraceElement callerOf(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .takeWhile(frame -> !frame.getClassName().equals(Program.class.getName()))
                .filter(frame -> !isReflection(frame))
                .filter(frame -> !frame.getClassName().startsWith("io.weir.")
                        || frame.getClassName().startsWith("io.weir.examples."))
                .filter(frame -> !frame.getClassName().startsWith("java."))
                .findFirst()
                .orElse(null);
    }

    /**
     * Takes the frames off a trace by which the engine called the program.
     *
     * @param trace an exception with its frames and causes, in lines
     * @return the same without the engine's frames at the end of each exception
     */
    static String withoutEngine(String trace) {
        List<String> kept = new ArrayList<>();
        List<String> pending = new ArrayList<>();
        for (String line : trace.stripTrailing().lines().toList()) {
            boolean first = kept.isEmpty() || !kept.get(kept.size() - 1).startsWith("\tat ");
            if (ENGINE_FRAME.matcher(line).lookingAt() && !(first && pending.isEmpty())) {
                pending.add(line);
            } else {
                if (line.startsWith("\tat ")) {
                    kept.addAll(pending); // the engine between two frames of the program
                }
                pending.clear();
                kept.add(line);
            }
        }
        return String.join(System.lineSeparator(), kept);
    }

    private static boolean isReflection(StackTraceElement frame) {
        return frame.getClassName().startsWith("jdk.internal.reflect.")
                || frame.getClassName().startsWith("java.lang.reflect.");
    }
}

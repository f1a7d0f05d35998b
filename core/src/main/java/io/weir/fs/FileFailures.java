package io.weir.fs;

import java.io.IOException;

/** Puts failures of file systems into words. No state. */
public final class FileFailures {
    private FileFailures() {}

    /**
     * Returns what went wrong. The class is a part of it: the message of many is nothing but a path.
     *
     * @param failure the failure
     * @return class and message, without a full stop at the end
     */
    public static String describe(IOException failure) {
        String message = failure.getMessage();
        String text = message == null ? "" : message.lines().findFirst().orElse("");
        String name = failure.getClass().getSimpleName();
        return (text.isEmpty() ? name : name + ": " + text).replaceFirst("\\.$", "");
    }
}

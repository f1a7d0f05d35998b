package io.weir.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells the benchmark what happens to a task, by lines {@code EVENT SUBTASK PID MILLIS} of one file. The peer's
 * benchmark has a copy.
 */
final class RecoveryEvents {
    /** What happens. */
    enum Event {
        /** A TaskManager has loaded the function; the subtask is not known yet. */
        LOADED,
        /** The first record after the task has begun. */
        FIRST,
        /** A checkpoint of the whole state is complete. */
        CHECKPOINT,
        /** The task has ended. */
        CLOSED
    }

    private RecoveryEvents() {}

    static void note(String file, Event event, int subtask) {
        String line = event + " " + subtask + " " + ProcessHandle.current().pid() + " " + System.currentTimeMillis();
        try {
            Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

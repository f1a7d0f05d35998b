package io.weir.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Measures how long checkpoints take, from their triggers until a task hears that they are complete. The task's thread
 * owns it; the report is made while the job runs.
 */
final class DurationMeter {
    private static final List<Long> DURATIONS = new CopyOnWriteArrayList<>();

    private final Map<Long, Long> begun = new HashMap<>();
    private final boolean measures;

    DurationMeter(int subtask) {
        measures = subtask == 0;
    }

    /** The task takes a checkpoint. */
    void begin(long checkpoint, long triggered) {
        begun.put(checkpoint, triggered);
    }

    /** A checkpoint is complete. */
    void end(long checkpoint) {
        Long triggered = begun.remove(checkpoint);
        if (measures && triggered != null) {
            DURATIONS.add(System.currentTimeMillis() - triggered);
        }
    }

    /** Prints what was measured. */
    static void report(String name, long millis, long interval) {
        List<Long> sorted = DURATIONS.stream().sorted().toList();
        if (sorted.isEmpty()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-22s interval %d ms: no checkpoint was complete within %d ms%n",
                    name,
                    interval,
                    millis);
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%-22s interval %d ms: %d checkpoints in %d ms, median %d ms, longest %d ms%n",
                name,
                interval,
                sorted.size(),
                millis,
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() - 1));
    }
}

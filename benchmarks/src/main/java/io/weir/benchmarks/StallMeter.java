package io.weir.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures at the records of one task how they stall, and how many there are, while checkpoints run and while none does.
 * The task's thread owns it; the report is made after the job. The peer's benchmark has a copy.
 */
final class StallMeter {
    private static final List<StallMeter> ALL = new CopyOnWriteArrayList<>();

    /** How many records came before anything is measured, in all tasks. Written by the tasks, read by the report. */
    private static final AtomicLong FILLED = new AtomicLong();

    /** Whether the state is filled and the collector has had time to get used to it. Written by the program, read by the tasks. */
    private static volatile boolean settled;

    private final List<Long> durations = new ArrayList<>();

    // By whether a checkpoint runs: 0 no, 1 yes.
    private final long[] longest = new long[2];
    private final long[] longestAt = new long[2];
    private final long[] nanos = new long[2];
    private final long[] records = new long[2];

    private long last;
    private long begin;
    private boolean running;

    /** Whether the next record is the first after a checkpoint. */
    private boolean ending;

    /** Returns how many records were only to fill the state. */
    static long filled() {
        return FILLED.get();
    }

    /** Counts a record that only fills the state. */
    static void fill() {
        FILLED.incrementAndGet();
    }

    /** From now on records are measured. */
    static void settle() {
        settled = true;
    }

    /** Returns whether records are measured. */
    static boolean isSettled() {
        return settled;
    }

    /** Takes a record. */
    void record() {
        long now = System.nanoTime();
        if (last == 0) {
            ALL.add(this);
        } else {
            int phase = running || ending ? 1 : 0;
            long gap = now - last;
            if (gap > longest[phase]) {
                longest[phase] = gap;
                longestAt[phase] = System.currentTimeMillis();
            }
            nanos[phase] += gap;
            records[phase]++;
        }
        ending = false;
        last = now;
    }

    /** The task is about to take a checkpoint. */
    void begin() {
        running = true;
        begin = System.nanoTime();
    }

    /** The checkpoint has ended. */
    void end(boolean complete) {
        if (running && last != 0 && complete) {
            durations.add(System.nanoTime() - begin);
        }
        running = false;
        ending = true;
    }

    /** Prints what all tasks have measured; times are those of the collector's log. */
    static void report(String name) {
        long[] longest = new long[2];
        double[] at = new double[2];
        long start = ManagementFactory.getRuntimeMXBean().getStartTime();
        double[] rates = new double[2];
        double rateOverAll = 0;
        List<Double> seconds = new ArrayList<>();
        for (StallMeter meter : ALL) {
            for (int phase = 0; phase < 2; phase++) {
                if (meter.longest[phase] > longest[phase]) {
                    longest[phase] = meter.longest[phase];
                    at[phase] = (meter.longestAt[phase] - start) / 1e3;
                }
                rates[phase] += meter.nanos[phase] == 0 ? 0 : meter.records[phase] * 1e9 / meter.nanos[phase];
            }
            rateOverAll += (meter.records[0] + meter.records[1]) * 1e9 / (meter.nanos[0] + meter.nanos[1]);
            meter.durations.forEach(nanos -> seconds.add(nanos / 1e9));
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s checkpoints %d, median %.2f s, longest stall %.1f ms at %.3f s (without checkpoint %.1f ms at %.3f s), %.2f M records/s"
                        + " (without %.2f, lost %.1f %%), over all %.2f%n",
                name,
                seconds.size() / Math.max(1, ALL.size()),
                seconds.isEmpty() ? Double.NaN : Rounds.median(seconds),
                longest[1] / (double) TimeUnit.MILLISECONDS.toNanos(1),
                at[1],
                longest[0] / (double) TimeUnit.MILLISECONDS.toNanos(1),
                at[0],
                rates[1] / 1e6,
                rates[0] / 1e6,
                100 * (1 - rates[1] / rates[0]),
                rateOverAll / 1e6);
    }
}

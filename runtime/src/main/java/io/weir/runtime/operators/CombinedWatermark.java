package io.weir.runtime.operators;

import java.util.Arrays;

/**
 * How far event time has come in several parts of an input: channels, or splits. It waits for the part that is most
 * behind, of those that are not idle; when all are idle it has come as far as in any of them. A part at {@code
 * Long.MAX_VALUE} has ended and no longer counts; only when all have ended, event time ends. It never goes back: a part
 * that becomes active again behind it holds it where it is. The task's thread owns it.
 */
public final class CombinedWatermark {
    private static final int ROOM = 4;

    private long[] marks;
    private boolean[] idle;

    /** Numbers that may be given away; a part that was removed leaves its number behind. */
    private boolean[] used;

    private long watermark = Long.MIN_VALUE;
    private boolean allIdle;
    private long told = Long.MIN_VALUE;
    private boolean toldIdle;

    /**
     * Creates it at the beginning of time.
     *
     * @param parts how many parts there are, numbered from 0
     */
    public CombinedWatermark(int parts) {
        marks = new long[parts];
        Arrays.fill(marks, Long.MIN_VALUE);
        idle = new boolean[parts];
        used = new boolean[parts];
        Arrays.fill(used, true);
    }

    /** Adds a part that is active and at the beginning of time. Returns its number. */
    public int add() {
        int part = 0;
        while (part < used.length && used[part]) {
            part++;
        }
        if (part == used.length) {
            int room = Math.max(ROOM, part * 2);
            marks = Arrays.copyOf(marks, room);
            idle = Arrays.copyOf(idle, room);
            used = Arrays.copyOf(used, room);
        }
        marks[part] = Long.MIN_VALUE;
        idle[part] = false;
        used[part] = true;
        combine();
        return part;
    }

    /** Removes a part: event time no longer waits for it. */
    public void remove(int part) {
        used[part] = false;
        combine();
    }

    /** Learns how far a part has come; it is active then. */
    public void advance(int part, long timestamp) {
        long before = marks[part];
        boolean wasIdle = idle[part];
        if (timestamp <= before && !wasIdle) {
            return;
        }
        marks[part] = Math.max(before, timestamp);
        idle[part] = false;
        // A part that was not behind all others does not hold the rest back.
        if (before <= watermark || wasIdle) {
            combine();
        }
    }

    /** Learns that nothing comes from a part for now, or that something comes again. */
    public void setIdle(int part, boolean isIdle) {
        if (idle[part] != isIdle) {
            idle[part] = isIdle;
            combine();
        }
    }

    private void combine() {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        int active = 0;
        int quiet = 0;
        boolean any = false;
        for (int part = 0; part < used.length; part++) {
            if (!used[part]) {
                continue;
            }
            any = true;
            long mark = marks[part];
            if (mark == Long.MAX_VALUE) {
                continue;
            }
            if (idle[part]) {
                quiet++;
                most = Math.max(most, mark);
            } else {
                active++;
                least = Math.min(least, mark);
            }
        }
        if (any) {
            allIdle = active == 0 && quiet > 0;
            watermark = Math.max(watermark, allIdle ? most : least);
        }
    }

    /** Returns how far event time has come. */
    public long watermark() {
        return watermark;
    }

    /** Returns whether no part is active although some have not ended. */
    public boolean isIdle() {
        return allIdle;
    }

    /**
     * Tells an output what has changed since the last call.
     *
     * @param output always the same one
     * @throws Exception what the output throws
     */
    public void tell(Output<?> output) throws Exception {
        if (toldIdle && !allIdle) {
            toldIdle = false;
            output.idle(false);
        }
        if (watermark > told) {
            told = watermark;
            output.watermark(watermark);
        }
        if (allIdle && !toldIdle) {
            toldIdle = true;
            output.idle(true);
        }
    }
}

package io.weir.runtime.timers;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A clock that stands still until it is told the time, for operators that are driven by hand. It begins at 0. What is due
 * runs inside {@link #advanceTo}, in the order of time. One thread owns it.
 */
public final class ManualProcessingTime implements ProcessingTime {
    private final PriorityQueue<Due> due = new PriorityQueue<>(
            Comparator.comparingLong((Due each) -> each.time).thenComparingLong(each -> each.number));
    private long now;
    private long scheduled;

    @Override
    public long now() {
        return now;
    }

    @Override
    public Scheduled schedule(long time, Action action) {
        Due entry = new Due(time, scheduled++, action);
        due.add(entry);
        return () -> due.remove(entry);
    }

    /**
     * Moves the clock and runs what is due by then; while something runs, the clock shows no time before its own.
     *
     * @param time milliseconds since 1970-01-01T00:00Z; an earlier one than before turns the clock back
     * @throws Exception what an action throws
     */
    public void advanceTo(long time) throws Exception {
        if (time < now) {
            now = time;
        }
        while (!due.isEmpty() && due.peek().time <= time) {
            Due next = due.poll();
            now = Math.max(now, next.time);
            next.action.run();
        }
        now = Math.max(now, time);
    }

    /** Returns a clock that shows this time. */
    public Clock clock() {
        return new ManualClock(ZoneOffset.UTC);
    }

    /** What waits for its time; two of one time come in the order in which they were scheduled. */
    private static final class Due {
        private final long time;
        private final long number;
        private final Action action;

        Due(long time, long number, Action action) {
            this.time = time;
            this.number = number;
            this.action = action;
        }
    }

    /** Shows the time as others want to have it. */
    private final class ManualClock extends Clock {
        private final ZoneId zone;

        ManualClock(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new ManualClock(other);
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }
    }
}

package io.weir.runtime.timers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that the test moves; what is due runs as it is moved. The test's thread owns it. */
public final class ManualTime implements ProcessingTime {
    private final List<Due> due = new ArrayList<>();
    private long now;

    /** How often something was scheduled. */
    private int schedules;

    /** What waits; two of the same are two. */
    private static final class Due {
        final long time;
        final Action action;

        Due(long time, Action action) {
            this.time = time;
            this.action = action;
        }
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public Scheduled schedule(long time, Action action) {
        schedules++;
        Due waiting = new Due(time, action);
        due.add(waiting);
        return () -> due.remove(waiting);
    }

    public int schedules() {
        return schedules;
    }

    /** Moves the clock, and runs what is due in order of time. */
    public void advanceTo(long time) throws Exception {
        now = time;
        while (true) {
            Due first = due.stream()
                    .filter(each -> each.time <= now)
                    .min(Comparator.comparingLong(each -> each.time))
                    .orElse(null);
            if (first == null) {
                return;
            }
            due.remove(first);
            first.action.run();
        }
    }
}

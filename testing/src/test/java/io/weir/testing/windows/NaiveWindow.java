package io.weir.testing.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** One window of {@link NaiveWindows}, with all that belongs to it in plain sight. The test's thread owns it. */
final class NaiveWindow {
    final String key;
    long start;

    /** The last moment that belongs to it; {@link Long#MAX_VALUE} for ever. */
    long last;

    List<Element> elements = new ArrayList<>();

    /** The times at which the trigger wants to be asked. */
    final TreeSet<Long> eventTimers = new TreeSet<>();

    final TreeSet<Long> clockTimers = new TreeSet<>();

    /** What the trigger knows: how many records, their sum, the one it measures from, and when it fires next. */
    long count;

    long sum;
    Long measuredFrom;
    Long next;

    /** How often it was computed. */
    int computed;

    /** A record. */
    record Element(long value, long time) {}

    NaiveWindow(String key, long start, long last) {
        this.key = key;
        this.start = start;
        this.last = last;
    }

    /** Whether they have a moment in common or touch each other. */
    boolean meets(NaiveWindow other) {
        return key.equals(other.key) && start <= other.last + 1 && other.start <= last + 1;
    }

    boolean isAsLongAs(NaiveWindow other) {
        return start == other.start && last == other.last;
    }

    /** Takes over what another window has, which is no more. */
    void takeOver(NaiveWindow other) {
        elements.addAll(0, other.elements);
        count += other.count;
        sum += other.sum;
        if (other.next != null) {
            next = next == null ? other.next : Math.min(next, other.next);
        }
    }
}

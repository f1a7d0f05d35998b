package io.weir.runtime.operators;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What windows should yield, as naively as it can be said: each window is a list of values, and every question is answered
 * by looking at all windows. Written without looking at the operators.
 */
final class WindowModel {
    /** When windows are computed. */
    enum Firing {
        AT_END,
        AT_END_PURGING,
        COUNT,
        COUNT_PURGING,
        CONTINUOUS
    }

    /**
     * The windows.
     *
     * @param size their length, or the gap of sessions
     * @param slide from one start to the next; 0 for sessions
     * @param offset how much later they start
     * @param lateness how long they are kept
     * @param firing when they are computed
     * @param every the count or interval of some firings
     * @param evicted how many values are kept when a window is computed; 0 for all
     */
    record Windows(long size, long slide, long offset, long lateness, Firing firing, int every, int evicted) {
        boolean sessions() {
            return slide == 0;
        }
    }

    private static final class Open {
        private final String key;
        private long start;
        private long end;
        private List<Long> values = new ArrayList<>();
        private int count;
        private long next = Long.MAX_VALUE;

        Open(String key, long start, long end) {
            this.key = key;
            this.start = start;
            this.end = end;
        }
    }

    private final Windows windows;
    private final boolean summed;
    private final List<Open> open = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final List<Long> late = new ArrayList<>();
    private long watermark = Long.MIN_VALUE;

    WindowModel(Windows windows, boolean summed) {
        this.windows = windows;
        this.summed = summed;
    }

    List<String> results() {
        return results.stream().sorted().toList();
    }

    List<Long> late() {
        return late;
    }

    void add(String key, long value, long time) {
        boolean added = false;
        for (Open window : assign(key, time)) {
            if (window.end - 1 + windows.lateness() <= watermark) {
                open.remove(window);
                continue;
            }
            added = true;
            window.values.add(value);
            window.count++;
            onElement(window, time);
        }
        if (!added && time + windows.lateness() <= watermark) {
            late.add(value);
        }
    }

    private List<Open> assign(String key, long time) {
        if (windows.sessions()) {
            return List.of(session(key, time));
        }
        List<Open> assigned = new ArrayList<>();
        for (long start = time - windows.size() + 1; start <= time; start++) {
            if (Math.floorMod(start - windows.offset(), windows.slide()) == 0) {
                assigned.add(find(key, start));
            }
        }
        return assigned;
    }

    private Open find(String key, long start) {
        for (Open window : open) {
            if (window.key.equals(key) && window.start == start) {
                return window;
            }
        }
        Open added = new Open(key, start, start + windows.size());
        open.add(added);
        return added;
    }

    private Open session(String key, long time) {
        Open added = new Open(key, time, time + windows.size());
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Iterator<Open> each = open.iterator(); each.hasNext(); ) {
                Open other = each.next();
                if (other.key.equals(key) && other.start <= added.end && added.start <= other.end) {
                    each.remove();
                    added.start = Math.min(added.start, other.start);
                    added.end = Math.max(added.end, other.end);
                    added.values.addAll(other.values);
                    added.count += other.count;
                    added.next = Math.min(added.next, other.next);
                    grown = true;
                }
            }
        }
        open.add(added);
        return added;
    }

    private void onElement(Open window, long time) {
        switch (windows.firing()) {
            case AT_END, AT_END_PURGING -> {
                if (window.end - 1 <= watermark) {
                    fire(window);
                }
            }
            case COUNT, COUNT_PURGING -> {
                if (window.count >= windows.every()) {
                    window.count = 0;
                    fire(window);
                }
            }
            case CONTINUOUS -> {
                if (window.end - 1 <= watermark) {
                    fire(window);
                } else if (window.next == Long.MAX_VALUE) {
                    long last = Math.floorDiv(time, (long) windows.every()) * windows.every();
                    window.next = beforeEnd(window, last + windows.every());
                }
            }
        }
    }

    void advance(long to) {
        for (Open window : List.copyOf(open)) {
            if (windows.firing() == Firing.CONTINUOUS) {
                while (window.next <= to && window.next < window.end - 1) {
                    fire(window);
                    window.next = beforeEnd(window, window.next + windows.every());
                }
            }
            boolean atEnd = windows.firing() != Firing.COUNT && windows.firing() != Firing.COUNT_PURGING;
            if (atEnd && window.end - 1 > watermark && window.end - 1 <= to) {
                fire(window);
            }
            if (window.end - 1 + windows.lateness() <= to) {
                open.remove(window);
            }
        }
        watermark = to;
    }

    private static long beforeEnd(Open window, long time) {
        return time < window.end - 1 ? time : Long.MAX_VALUE;
    }

    private void fire(Open window) {
        if (window.values.isEmpty()) {
            return;
        }
        int size = window.values.size();
        if (windows.evicted() > 0 && size > windows.evicted()) {
            window.values = new ArrayList<>(window.values.subList(size - windows.evicted(), size));
        }
        results.add(result(window.key, window.start, window.end, window.values, summed));
        if (windows.firing() == Firing.AT_END_PURGING || windows.firing() == Firing.COUNT_PURGING) {
            window.values.clear();
        }
    }

    /** How a result is written down, by the model and by the functions of the tests. */
    static String result(String key, long start, long end, List<Long> values, boolean summed) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        String what = summed
                ? String.valueOf(sorted.stream().mapToLong(Long::longValue).sum())
                : sorted.stream().map(String::valueOf).collect(Collectors.joining("+"));
        return key + " [" + start + ", " + end + ") " + what;
    }
}

package io.weir.testing.windows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What joins of two streams should yield: every record is held against every other. Stateless. */
final class NaiveJoins {
    private NaiveJoins() {}

    /** A record of either stream. */
    record Entry(String key, long time, int number) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Windows of a size that start at multiples of a slide, or sessions with a gap if the slide is 0. */
    record Windows(long size, long slide) {
        boolean sessions() {
            return slide == 0;
        }
    }

    /** How far apart records may be, and whether the bounds belong to it. */
    record Interval(long lower, long upper, boolean withLower, boolean withUpper) {
        boolean has(long distance) {
            return distance > lower && distance < upper
                    || withLower && distance == lower
                    || withUpper && distance == upper;
        }
    }

    private record Span(long start, long end) {
        List<Entry> of(List<Entry> entries, String key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key) && entry.time() >= start && entry.time() < end)
                    .toList();
        }
    }

    static List<String> of(List<Entry> left, List<Entry> right, Windows windows, Interval interval) {
        List<String> results = new ArrayList<>();
        List<Entry> both = Stream.concat(left.stream(), right.stream()).toList();
        for (String key : both.stream().map(Entry::key).distinct().toList()) {
            List<Long> times = both.stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(Entry::time)
                    .sorted()
                    .toList();
            for (Span span : windows.sessions() ? sessions(times, windows.size()) : spans(times, windows)) {
                List<Entry> lefts = span.of(left, key);
                List<Entry> rights = span.of(right, key);
                results.add(group(lefts, rights));
                lefts.forEach(one -> rights.forEach(other -> results.add(pair(one, other))));
            }
        }
        for (Entry one : left) {
            for (Entry other : right) {
                if (one.key().equals(other.key()) && interval.has(other.time() - one.time())) {
                    results.add(near(one, other));
                }
            }
        }
        return results;
    }

    private static List<Span> sessions(List<Long> times, long gap) {
        List<Span> sessions = new ArrayList<>();
        for (long time : times) {
            Span last = sessions.isEmpty() ? null : sessions.get(sessions.size() - 1);
            if (last != null && time <= last.end()) {
                sessions.set(sessions.size() - 1, new Span(last.start(), time + gap));
            } else {
                sessions.add(new Span(time, time + gap));
            }
        }
        return sessions;
    }

    private static List<Span> spans(List<Long> times, Windows windows) {
        TreeSet<Long> starts = new TreeSet<>();
        for (long time : times) {
            for (long start = time - windows.size() + 1; start <= time; start++) {
                if (Math.floorMod(start, windows.slide()) == 0) {
                    starts.add(start);
                }
            }
        }
        return starts.stream()
                .map(start -> new Span(start, start + windows.size()))
                .toList();
    }

    static String pair(Entry left, Entry right) {
        return "pair " + left + " " + right;
    }

    static String near(Entry left, Entry right) {
        return "near " + left + " " + right;
    }

    static String group(Iterable<Entry> left, Iterable<Entry> right) {
        return "group " + sorted(left) + " " + sorted(right);
    }

    private static List<Entry> sorted(Iterable<Entry> entries) {
        return StreamSupport.stream(entries.spliterator(), false)
                .sorted(Comparator.comparing(Entry::toString))
                .toList();
    }
}

package io.weir.testing.windows;

import io.weir.testing.windows.NaiveWindow.Element;
import io.weir.testing.windows.WindowCase.Contents;
import io.weir.testing.windows.WindowCase.Evicting;
import io.weir.testing.windows.WindowCase.Firing;
import io.weir.testing.windows.WindowCase.Windows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What windows should yield, as naively as it can be said: there is a list of windows, each with a list of its records, and
 * every question is answered by looking at all of them. It knows what the documentation says of assigners, triggers,
 * evictors and lateness, and nothing of operators. The test's thread owns it.
 */
final class NaiveWindows {
    private final WindowCase settings;
    private final List<NaiveWindow> open = new ArrayList<>();
    private final Map<String, Integer> computedOfKey = new HashMap<>();
    private final List<String> results = new ArrayList<>();
    private final List<String> asides = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private long watermark = Long.MIN_VALUE;
    private long clock;

    NaiveWindows(WindowCase settings) {
        this.settings = settings;
    }

    List<String> results() {
        return results.stream().sorted().toList();
    }

    List<String> asides() {
        return asides.stream().sorted().toList();
    }

    List<String> late() {
        return late.stream().sorted().toList();
    }

    void add(String key, long value, long time) {
        boolean added = false;
        for (NaiveWindow window : assign(key, value, time)) {
            if (isEventTime() && endOfLife(window) <= watermark) {
                open.remove(window);
                continue;
            }
            added = true;
            Element element = new Element(value, time);
            window.elements.add(element);
            boolean fires = onElement(window, element);
            apply(window, fires);
        }
        if (!added && isEventTime() && time + settings.lateness() <= watermark) {
            late.add(key + "=" + value);
        }
    }

    private boolean isEventTime() {
        return settings.assigner().eventTime();
    }

    /** When a window is forgotten. */
    private long endOfLife(NaiveWindow window) {
        if (window.last == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return isEventTime() ? window.last + settings.lateness() : window.last;
    }

    private List<NaiveWindow> assign(String key, long value, long time) {
        WindowCase.Assigner assigner = settings.assigner();
        long moment = assigner.eventTime() ? time : clock;
        switch (assigner.windows()) {
            case SESSIONS -> {
                return List.of(session(key, moment, assigner.size()));
            }
            case DYNAMIC_SESSIONS -> {
                return List.of(session(key, moment, WindowCase.gap(value, assigner.size(), assigner.eventTime())));
            }
            case TUMBLING, SLIDING -> {
                List<NaiveWindow> assigned = new ArrayList<>();
                for (long start = moment - assigner.size() + 1; start <= moment; start++) {
                    if (Math.floorMod(start - assigner.offset(), assigner.slide()) == 0) {
                        assigned.add(find(key, start, start + assigner.size() - 1));
                    }
                }
                return assigned;
            }
            default -> {
                return List.of(find(key, Long.MIN_VALUE, Long.MAX_VALUE));
            }
        }
    }

    private NaiveWindow find(String key, long start, long last) {
        for (NaiveWindow window : open) {
            if (window.key.equals(key) && window.start == start) {
                return window;
            }
        }
        NaiveWindow added = new NaiveWindow(key, start, last);
        open.add(added);
        return added;
    }

    private NaiveWindow session(String key, long start, long gap) {
        NaiveWindow session = new NaiveWindow(key, start, start + gap - 1);
        List<NaiveWindow> met = new ArrayList<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (NaiveWindow other : List.copyOf(open)) {
                if (session.meets(other)) {
                    open.remove(other);
                    met.add(other);
                    session.start = Math.min(session.start, other.start);
                    session.last = Math.max(session.last, other.last);
                    grown = true;
                }
            }
        }
        if (met.size() == 1 && met.get(0).isAsLongAs(session)) {
            open.add(met.get(0));
            return met.get(0);
        }
        open.add(session);
        met.forEach(session::takeOver);
        if (!met.isEmpty()) {
            setTimersAfterMerge(session);
        }
        return session;
    }

    private void setTimersAfterMerge(NaiveWindow window) {
        switch (firing()) {
            case AT_EVENT_TIME -> {
                if (window.last > watermark) {
                    window.eventTimers.add(window.last);
                }
            }
            case AT_CLOCK_TIME -> window.clockTimers.add(window.last);
            case CONTINUOUS_EVENT_TIME -> addIfSet(window.eventTimers, window.next);
            case CONTINUOUS_CLOCK_TIME -> addIfSet(window.clockTimers, window.next);
            default -> {
                // no timers, or they are lost with the windows that they were set for
            }
        }
    }

    private static void addIfSet(TreeSet<Long> timers, Long time) {
        if (time != null) {
            timers.add(time);
        }
    }

    /** What the trigger is, once defaults are spelled out. */
    private Firing firing() {
        Windows windows = settings.assigner().windows();
        if (windows == Windows.COUNT || windows == Windows.SLIDING_COUNT) {
            return Firing.COUNT;
        }
        if (settings.trigger().firing() != Firing.BY_DEFAULT) {
            return settings.trigger().firing();
        }
        if (windows == Windows.GLOBAL) {
            return Firing.BY_DEFAULT; // never
        }
        return isEventTime() ? Firing.AT_EVENT_TIME : Firing.AT_CLOCK_TIME;
    }

    private long every() {
        return switch (settings.assigner().windows()) {
            case COUNT -> settings.assigner().size();
            case SLIDING_COUNT -> settings.assigner().slide();
            default -> settings.trigger().every();
        };
    }

    private boolean purges() {
        return settings.trigger().purging() || settings.assigner().windows() == Windows.COUNT;
    }

    private boolean onElement(NaiveWindow window, Element element) {
        switch (firing()) {
            case AT_EVENT_TIME -> {
                return firesAtLast(window);
            }
            case AT_CLOCK_TIME -> window.clockTimers.add(window.last);
            case COUNT -> {
                window.count++;
                if (window.count >= every()) {
                    window.count = 0;
                    return true;
                }
            }
            case CONTINUOUS_EVENT_TIME -> {
                if (firesAtLast(window)) {
                    return true;
                }
                if (window.next == null) {
                    continueByEventTime(window, Math.floorDiv(element.time(), every()) * every());
                }
            }
            case CONTINUOUS_CLOCK_TIME -> {
                if (window.next == null) {
                    window.next = Math.floorDiv(clock, every()) * every() + every();
                    window.clockTimers.add(window.next);
                }
            }
            case DELTA -> {
                return measure(window, element.value());
            }
            case CUSTOM -> {
                return custom(window, element);
            }
            case BY_DEFAULT -> {
                return false;
            }
        }
        return false;
    }

    private boolean firesAtLast(NaiveWindow window) {
        if (window.last <= watermark) {
            return true;
        }
        window.eventTimers.add(window.last);
        return false;
    }

    private void continueByEventTime(NaiveWindow window, long from) {
        boolean over = watermark == Long.MAX_VALUE && window.last == Long.MAX_VALUE;
        if (from + every() < window.last && !over) {
            window.next = from + every();
            window.eventTimers.add(window.next);
        }
    }

    private boolean measure(NaiveWindow window, long value) {
        if (window.measuredFrom == null) {
            window.measuredFrom = value;
            return false;
        }
        boolean far = Math.abs(window.measuredFrom - value) > every();
        if (far) {
            window.measuredFrom = value;
        }
        return far;
    }

    private boolean custom(NaiveWindow window, Element element) {
        window.sum += element.value();
        if (window.sum >= CustomTrigger.ENOUGH) {
            window.sum = 0;
            return true;
        }
        if (element.value() % 3 == 0) {
            window.eventTimers.add(element.time() + CustomTrigger.LATER);
        } else if (element.value() % 3 == 1) {
            window.clockTimers.add(clock + CustomTrigger.LATER);
        }
        return false;
    }

    void advance(long to) {
        watermark = to;
        for (NaiveWindow window : List.copyOf(open)) {
            ring(window, to, true);
        }
    }

    void advanceClock(long to) {
        clock = to;
        for (NaiveWindow window : List.copyOf(open)) {
            ring(window, to, false);
        }
    }

    private void ring(NaiveWindow window, long until, boolean eventTime) {
        TreeSet<Long> timers = eventTime ? window.eventTimers : window.clockTimers;
        long end = eventTime == isEventTime() ? endOfLife(window) : Long.MAX_VALUE;
        if (end != Long.MAX_VALUE) {
            timers.add(end);
        }
        while (!timers.isEmpty() && timers.first() <= until) {
            long time = timers.pollFirst();
            apply(window, eventTime ? onEventTime(window, time) : onClockTime(window, time));
            if (time == end) {
                open.remove(window);
                return;
            }
        }
    }

    private boolean onEventTime(NaiveWindow window, long time) {
        return switch (firing()) {
            case AT_EVENT_TIME -> time == window.last;
            case CONTINUOUS_EVENT_TIME -> {
                if (time == window.last) {
                    yield true;
                }
                if (window.next == null || window.next != time) {
                    yield false;
                }
                window.next = null;
                continueByEventTime(window, time);
                yield true;
            }
            case CUSTOM -> true;
            default -> false;
        };
    }

    private boolean onClockTime(NaiveWindow window, long time) {
        return switch (firing()) {
            case AT_CLOCK_TIME, CUSTOM -> true;
            case CONTINUOUS_CLOCK_TIME -> {
                if (window.next == null || window.next != time) {
                    yield false;
                }
                window.next = time + every();
                window.clockTimers.add(window.next);
                yield true;
            }
            default -> false;
        };
    }

    private void apply(NaiveWindow window, boolean fires) {
        if (!fires) {
            return;
        }
        if (!window.elements.isEmpty()) {
            compute(window);
        }
        if (purges()) {
            window.elements = new ArrayList<>();
        }
    }

    private void compute(NaiveWindow window) {
        boolean slidingCount = settings.assigner().windows() == Windows.SLIDING_COUNT;
        WindowCase.Evictor evictor = slidingCount
                ? new WindowCase.Evictor(
                        Evicting.COUNT, false, settings.assigner().size())
                : settings.evictor();
        if (!evictor.after()) {
            window.elements = kept(window.elements, evictor);
        }
        List<Long> values =
                new ArrayList<>(window.elements.stream().map(Element::value).toList());
        Contents contents = settings.contents();
        if (!values.isEmpty() || !contents.isSummed()) {
            long sum = values.stream().mapToLong(Long::longValue).sum();
            if (contents.isTold()) {
                tell(window, contents.isSummed() ? List.of(sum) : values);
            } else {
                results.add(WritesDown.sum(window.key, sum) + "@" + window.last);
            }
        }
        if (evictor.after()) {
            window.elements = kept(window.elements, evictor);
        }
    }

    private void tell(NaiveWindow window, List<Long> values) {
        window.computed++;
        int ofKey = computedOfKey.merge(window.key, 1, Integer::sum);
        boolean merge = settings.assigner().windows().merge();
        String result = WritesDown.result(window.key, window.start, window.last, values, merge)
                + (merge ? "" : " #" + window.computed);
        results.add(result + "@" + window.last);
        if (settings.counting()) {
            asides.add(WritesDown.aside(window.key, ofKey));
        }
    }

    private static List<Element> kept(List<Element> elements, WindowCase.Evictor evictor) {
        List<Element> kept = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Element element = elements.get(i);
            Element latest = elements.get(elements.size() - 1);
            long maximum = elements.stream().mapToLong(Element::time).max().orElseThrow();
            boolean stays =
                    switch (evictor.evicting()) {
                        case NOTHING -> true;
                        case COUNT -> elements.size() - i <= evictor.kept();
                        case TIME -> element.time() > maximum - evictor.kept();
                        case DELTA -> Math.abs(element.value() - latest.value()) < evictor.kept();
                    };
            if (stays) {
                kept.add(element);
            }
        }
        return kept;
    }
}

package io.weir.configuration;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and prints times with units; a number without one is in milliseconds. No state. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("(-?\\d+)\\s*([a-z]*)");
    private static final Duration LONGEST = Duration.ofDays(106_751);
    private static final Map<String, Duration> UNITS = Map.of(
            "", Duration.ofMillis(1),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "sec", Duration.ofSeconds(1),
            "min", Duration.ofMinutes(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Durations() {}

    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("a time is a number with ms, s, min, h or d, as in 10 s");
        }
        try {
            return checked(unit.multipliedBy(Long.parseLong(matcher.group(1))));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new TooLong(e);
        }
    }

    /** There are no times of that length. */
    static final class TooLong extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        TooLong(Throwable cause) {
            super("a time is at most " + LONGEST.toDays() + " d", cause);
        }
    }

    /** Timers count nanoseconds, in 64 bits. */
    private static Duration checked(Duration duration) {
        if (duration.abs().compareTo(LONGEST) > 0) {
            throw new TooLong(null);
        }
        return duration;
    }

    static String print(Duration unchecked) {
        Duration duration = checked(unchecked);
        long millis = duration.toMillis();
        if (millis != 0 && millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return millis != 0 && millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}

package io.weir.configuration;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory.
 *
 * @param bytes the amount in bytes
 */
public record MemorySize(long bytes) implements Comparable<MemorySize>, java.io.Serializable {
    private static final long serialVersionUID = 1L;
    private static final Pattern FORM = Pattern.compile("(\\d+)\\s*([a-z]*)");
    private static final Map<String, Integer> SHIFTS = Map.ofEntries(
            Map.entry("", 0),
            Map.entry("b", 0),
            Map.entry("k", 10),
            Map.entry("kb", 10),
            Map.entry("m", 20),
            Map.entry("mb", 20),
            Map.entry("g", 30),
            Map.entry("gb", 30),
            Map.entry("t", 40),
            Map.entry("tb", 40));

    /** From large to small; all divisible amounts are printed in the largest unit that leaves a whole number. */
    private static final List<String> UNITS = List.of("gb", "mb", "kb");

    /** Checks the amount. */
    public MemorySize {
        if (bytes < 0) {
            throw new IllegalArgumentException("an amount of memory is not negative: " + bytes);
        }
    }

    /**
     * Returns an amount.
     *
     * @param mebiBytes the amount in units of 1,048,576 bytes
     * @return the amount
     */
    public static MemorySize ofMebiBytes(long mebiBytes) {
        return new MemorySize(mebiBytes << 20);
    }

    /**
     * Reads an amount.
     *
     * @param text a number with b, k, m, g or t, as in {@code 64 mb}; units are powers of 1,024
     * @return the amount
     */
    public static MemorySize parse(String text) {
        Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        Integer shift = matcher.matches() ? SHIFTS.get(matcher.group(2)) : null;
        if (shift == null) {
            throw new IllegalArgumentException("an amount of memory is a number with b, k, m, g or t, as in 64 mb");
        }
        return new MemorySize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
    }

    /** Returns the amount in whole units of 1,048,576 bytes. */
    public int mebiBytes() {
        return Math.toIntExact(bytes >> 20);
    }

    @Override
    public int compareTo(MemorySize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        for (int i = 0; i < UNITS.size(); i++) {
            int shift = 30 - 10 * i;
            if (bytes != 0 && bytes % (1L << shift) == 0) {
                return (bytes >> shift) + " " + UNITS.get(i);
            }
        }
        return bytes + " b";
    }
}

package io.weir.configuration;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant: by the number of letters to change, add, drop or swap. No state. */
public final class NearestName {
    private NearestName() {}

    /**
     * Returns the known name that is most like another.
     *
     * @param name the other name
     * @param known the known names
     * @return the most similar one, if it differs in no more than a third of the letters or is an end of the other
     */
    public static Optional<String> of(String name, Collection<String> known) {
        String wanted = normalize(name);
        String nearest = null;
        int least = Math.max(2, wanted.length() / 3) + 1;
        for (String candidate : known) {
            String form = normalize(candidate);
            // A key without its family ("rpc.port") is a likely slip that the number of letters would not show.
            int distance = form.endsWith("." + wanted) || wanted.endsWith("." + form) ? 2 : distance(wanted, form);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static String normalize(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The Damerau-Levenshtein distance (optimal string alignment). */
    static int distance(String left, String right) {
        int[] beforePrevious = new int[right.length() + 1];
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + change);
                boolean swapped = i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
                if (swapped) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            int[] free = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = free;
        }
        return previous[right.length()];
    }
}

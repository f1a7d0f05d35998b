package io.weir.client.verify;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What differs between the output of two runs.
 *
 * @param missing how many records there are too few
 * @param surplus how many records there are too many
 * @param missingExamples some that are missing
 * @param surplusExamples some that are too many: doubled, or of nowhere
 */
public record Difference(long missing, long surplus, List<String> missingExamples, List<String> surplusExamples) {
    private static final int EXAMPLES = 5;

    /** So many different hashes are remembered to find examples. */
    private static final int REMEMBERED = 1_000;

    /** Takes copies of the lists. */
    public Difference {
        missingExamples = List.copyOf(missingExamples);
        surplusExamples = List.copyOf(surplusExamples);
    }

    /** Returns whether there is none. */
    public boolean isNone() {
        return missing == 0 && surplus == 0;
    }

    /**
     * Compares.
     *
     * @param expected what ought to have been written
     * @param actual what was written
     * @return what differs
     */
    static Difference between(OutputLines expected, OutputLines actual) throws IOException {
        Map<Long, Integer> missing = new HashMap<>();
        Map<Long, Integer> surplus = new HashMap<>();
        long tooFew = 0;
        long tooMany = 0;
        int i = 0;
        int j = 0;
        while (i < expected.count() || j < actual.count()) {
            boolean onlyExpected = j == actual.count() || i < expected.count() && expected.hashAt(i) < actual.hashAt(j);
            boolean onlyActual = !onlyExpected && (i == expected.count() || actual.hashAt(j) < expected.hashAt(i));
            if (onlyExpected) {
                remember(missing, expected.hashAt(i++));
                tooFew++;
            } else if (onlyActual) {
                remember(surplus, actual.hashAt(j++));
                tooMany++;
            } else {
                i++;
                j++;
            }
        }
        return new Difference(
                tooFew,
                tooMany,
                missing.isEmpty() ? List.of() : expected.find(missing::containsKey, EXAMPLES),
                surplus.isEmpty() ? List.of() : actual.find(surplus::containsKey, EXAMPLES));
    }

    private static void remember(Map<Long, Integer> hashes, long hash) {
        if (hashes.size() < REMEMBERED) {
            hashes.merge(hash, 1, Integer::sum);
        }
    }
}

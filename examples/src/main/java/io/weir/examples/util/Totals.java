package io.weir.examples.util;

/**
 * What some transfers come to.
 *
 * @param count how many
 * @param sum the sum of their amounts
 * @param digest the sum of their digests
 */
public record Totals(long count, long sum, long digest) {
    /** Those of no transfer. */
    public static final Totals NONE = new Totals(0, 0, 0);

    /** Returns those with one transfer more. */
    public Totals plus(Transfer transfer) {
        return new Totals(count + 1, sum + transfer.amount(), digest + transfer.digest());
    }

    /** Returns those of both. */
    public Totals plus(Totals other) {
        return new Totals(count + other.count, sum + other.sum, digest + other.digest);
    }
}

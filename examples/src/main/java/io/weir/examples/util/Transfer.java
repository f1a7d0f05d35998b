package io.weir.examples.util;

/**
 * Money that came to an account, or left it. All of it follows from the number, so that every run has the same ones.
 *
 * @param number which one it is
 * @param account the account
 * @param amount how much came; what left is negative
 */
public record Transfer(long number, int account, long amount) {
    private static final int MOST = 100_000;

    /**
     * Makes a transfer up.
     *
     * @param number which one
     * @param accounts how many accounts there are
     * @return the same one each time
     */
    public static Transfer make(long number, int accounts) {
        long random = mix(number);
        return new Transfer(number, (int) Math.floorMod(random, (long) accounts), (random >>> 40) % MOST - MOST / 2);
    }

    /** Returns a number that tells one transfer from any other also in a sum. */
    public long digest() {
        return mix(~number);
    }

    /** Scatters the bits of a number. */
    private static long mix(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 32;
    }
}

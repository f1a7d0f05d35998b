package io.weir.examples.util;

import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Money that somebody got or spent.
 *
 * @param person who
 * @param amount how much
 * @param time when, in milliseconds since it all began
 */
public record Payment(String person, int amount, long time) {
    /** The seed of incomes. */
    public static final long INCOMES = 1;

    /** The seed of expenses. */
    public static final long EXPENSES = 2;

    private static final int MOST = 10_000;
    private static final long MILLIS_PER_PAYMENT = 10;

    /**
     * Makes up payments.
     *
     * @param people how many people there are
     * @param payments how many payments
     * @param seed what makes them other ones
     * @return the payments, the same ones each time for one seed
     */
    public static Iterator<Payment> make(int people, int payments, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, payments)
                .mapToObj(number ->
                        new Payment("p" + random.nextInt(people), random.nextInt(MOST), number * MILLIS_PER_PAYMENT))
                .iterator();
    }
}

package io.weir.runtime.jobgraph;

import java.util.function.IntConsumer;

/** Which instances an exchange connects. Stateless. */
public final class Connections {
    private Connections() {}

    /**
     * A range of instances.
     *
     * @param begin the first
     * @param end the one after the last
     */
    public record Range(int begin, int end) {
        /**
         * Does something for each instance.
         *
         * @param action takes the number of an instance
         */
        public void forEach(IntConsumer action) {
            for (int instance = begin; instance < end; instance++) {
                action.accept(instance);
            }
        }
    }

    /**
     * Returns who reads what an instance makes.
     *
     * @param distribution how the exchange connects
     * @param producer the number of the instance
     * @param producers how many there are
     * @param consumers how many instances read
     * @return those that read from this one
     */
    public static Range consumersOf(Distribution distribution, int producer, int producers, int consumers) {
        return switch (distribution) {
            case FORWARD -> new Range(producer, producer + 1);
            case ALL_TO_ALL -> new Range(0, consumers);
            case RESCALE ->
                producers <= consumers
                        ? share(producer, producers, consumers)
                        : sharing(producer, producers, consumers);
        };
    }

    /**
     * Returns whose output an instance reads.
     *
     * @param distribution how the exchange connects
     * @param consumer the number of the instance
     * @param producers how many instances write
     * @param consumers how many there are
     * @return those that it reads from
     */
    public static Range producersOf(Distribution distribution, int consumer, int producers, int consumers) {
        return switch (distribution) {
            case FORWARD -> new Range(consumer, consumer + 1);
            case ALL_TO_ALL -> new Range(0, producers);
            case RESCALE ->
                producers <= consumers
                        ? sharing(consumer, consumers, producers)
                        : share(consumer, consumers, producers);
        };
    }

    /** Returns the share of one of the fewer: which of the more it is connected to. */
    private static Range share(int index, int fewer, int more) {
        return new Range((int) ((long) index * more / fewer), (int) ((long) (index + 1) * more / fewer));
    }

    /** Returns in whose share one of the more is: one of the fewer. */
    private static Range sharing(int index, int more, int fewer) {
        int candidate = (int) ((long) index * fewer / more);
        while (share(candidate, fewer, more).end() <= index) {
            candidate++;
        }
        while (share(candidate, fewer, more).begin() > index) {
            candidate--;
        }
        return new Range(candidate, candidate + 1);
    }
}

package io.weir.runtime.state;

/**
 * The key groups of one operator instance.
 *
 * @param first the first of them
 * @param count how many there are
 * @param maxParallelism how many groups all instances have together
 */
public record KeyGroupRange(int first, int count, int maxParallelism) {
    /** All key groups, however many there are. */
    static final KeyGroupRange ALL = new KeyGroupRange(0, Integer.MAX_VALUE, Integer.MAX_VALUE);

    /**
     * Returns the groups of an instance.
     *
     * @param maxParallelism how many groups there are
     * @param parallelism how many instances there are
     * @param instance the instance, from 0
     * @return its groups
     */
    public static KeyGroupRange of(int maxParallelism, int parallelism, int instance) {
        return of(maxParallelism, parallelism, instance, instance + 1);
    }

    /**
     * Returns the groups of several neighbouring instances.
     *
     * @param maxParallelism the number of groups
     * @param parallelism the number of instances
     * @param begin the first of these
     * @param end the one after the last of these
     */
    public static KeyGroupRange of(int maxParallelism, int parallelism, int begin, int end) {
        int first = firstOf(maxParallelism, parallelism, begin);
        return new KeyGroupRange(first, firstOf(maxParallelism, parallelism, end) - first, maxParallelism);
    }

    /** Returns whether the instance has a group. */
    public boolean contains(int group) {
        return group >= first && group < first + count;
    }

    /** The least group for which {@link KeyGroups#instanceOf} returns the instance. */
    private static int firstOf(int maxParallelism, int parallelism, int instance) {
        return (int) (((long) instance * maxParallelism + parallelism - 1) / parallelism);
    }
}

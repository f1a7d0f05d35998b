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
        int first = firstOf(maxParallelism, parallelism, instance);
        return new KeyGroupRange(first, firstOf(maxParallelism, parallelism, instance + 1) - first, maxParallelism);
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

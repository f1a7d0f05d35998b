package io.weir.runtime.state;

/**
 * Which group a key belongs to, and which instance a group. The groups of an instance are contiguous, so that state can
 * be divided anew by ranges. Stateless.
 */
public final class KeyGroups {
    private KeyGroups() {}

    /**
     * Returns the group of a key. Hashes are mixed, so that keys in sequence spread over the groups.
     *
     * @param key the key
     * @param maxParallelism how many groups there are
     * @return the group, from 0
     */
    public static int groupOf(Object key, int maxParallelism) {
        return groupOfHash(hashOf(key.hashCode()), maxParallelism);
    }

    /**
     * Mixes a hash. Its upper bits tell the group, so that its lower bits tell the keys of a group apart.
     *
     * @param hashCode what the key says
     * @return a hash of which any part serves
     */
    public static int hashOf(int hashCode) {
        int hash = (hashCode ^ hashCode >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        return hash ^ hash >>> 16;
    }

    /** Returns the group of a mixed hash; otherwise as {@link #groupOf}. */
    public static int groupOfHash(int hash, int maxParallelism) {
        // The upper bits of the product: a division without dividing, for any number of groups.
        return (int) ((hash & 0xFFFFFFFFL) * maxParallelism >>> 32);
    }

    /**
     * Returns the instance that has a group.
     *
     * @param group the group
     * @param maxParallelism how many groups there are
     * @param parallelism how many instances there are
     * @return the instance, from 0
     */
    public static int instanceOf(int group, int maxParallelism, int parallelism) {
        return (int) ((long) group * parallelism / maxParallelism);
    }

    /** Returns the instance of each group. */
    public static int[] table(int maxParallelism, int parallelism) {
        int[] table = new int[maxParallelism];
        for (int group = 0; group < maxParallelism; group++) {
            table[group] = instanceOf(group, maxParallelism, parallelism);
        }
        return table;
    }
}

package io.weir.functions;

/** Picks the downstream partition of each key, for {@code partitionCustom}. */
@FunctionalInterface
public interface Partitioner<K> extends Function {
    /**
     * Picks the partition of a key.
     *
     * @param key the key
     * @param numPartitions how many partitions there are
     * @return a number from 0 to {@code numPartitions - 1}
     */
    int partition(K key, int numPartitions);
}

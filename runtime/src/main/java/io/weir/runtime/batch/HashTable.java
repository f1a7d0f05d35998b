package io.weir.runtime.batch;

import io.weir.functions.KeySelector;
import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.state.KeyGroups;
import io.weir.serialization.RecordOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The hashed input of a join: its records in partitions, of which as many stay in memory as fit. The others are written to
 * disk; what would meet them goes to disk, too, and both are joined later.
 *
 * <p>The way is that of the hybrid hash join; see DeWitt et al., "Implementation Techniques for Main Memory Database Systems", SIGMOD 1984.
 * Instead of one partition that stays by plan, the largest one goes whenever there is no memory left.
 *
 * <p>One thread owns it. Life: filled, {@linkplain #seal sealed}, asked, given back. It is filled from its input or from what
 * an earlier one has written.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
final class HashTable<K, T> {
    /** So many keys may be announced at once. */
    static final int EXPECTED = 32;

    private static final int MOST_PARTITIONS = 32;

    /** Fewer pages than these for a partition would mean that each is one page that is mostly empty. */
    private static final int PAGES_OF_PARTITION = 4;

    private final KeySelector<T, K> selector;
    private final RecordFormat<T> format;
    private final int level;
    private final List<HashPartition<T>> partitions = new ArrayList<>();
    private final int shift;
    private final RecordOutput out = new RecordOutput(256);

    /** The records that were asked for: their partition, hash and key, and the address of the next one. */
    private HashPartition<T> asked;

    private int askedHash;
    private K askedKey;
    private long found;
    private long next;

    /** Where the records begin that are asked for soon. */
    private final long[] expectedBuckets = new long[EXPECTED];

    /** Depends on all that was fetched, so that no compiler leaves the fetching out. */
    long fetched;

    /**
     * Creates a table without records.
     *
     * @param selector finds the key of a record
     * @param format how records are kept
     * @param budget its memory
     * @param level how often the records were divided by their hashes before: they are divided in another way now
     */
    HashTable(KeySelector<T, K> selector, RecordFormat<T> format, MemoryBudget budget, int level) {
        this.selector = selector;
        this.format = format;
        this.level = level;
        int count = Integer.highestOneBit(Math.max(2, Math.min(MOST_PARTITIONS, budget.limit() / PAGES_OF_PARTITION)));
        for (int i = 0; i < count; i++) {
            partitions.add(new HashPartition<>(format, budget));
        }
        this.shift = Integer.SIZE - Integer.numberOfTrailingZeros(count);
    }

    /** Returns the hash of a key, of which any part serves, whatever was done with others before. */
    int hash(K key) {
        return KeyGroups.hashOf(key.hashCode() * 31 + (level + 1) * 0x9E3779B1);
    }

    /** Returns the number of the partition of a hash. */
    int partitionOf(int hash) {
        return hash >>> shift;
    }

    /** Returns the partitions. */
    List<HashPartition<T>> partitions() {
        return partitions;
    }

    /** Adds a record, which may be changed afterwards. */
    void add(T value) throws Exception {
        int hash = hash(selector.getKey(value));
        HashPartition<T> partition = partitions.get(partitionOf(hash));
        out.reset();
        out.beginStream();
        format.serializer().serialize(value, out);
        while (!partition.isSpilled()) {
            if (partition.add(hash, out)) {
                return;
            }
            spillLargest(partition);
        }
        partition.addToFile(out);
    }

    /** Spills the largest partition; one that has nothing in memory only if it is the one that needs memory. */
    private void spillLargest(HashPartition<T> needy) {
        HashPartition<T> largest = partitions.stream()
                .filter(partition -> !partition.isSpilled())
                .max(Comparator.comparingLong(HashPartition::bytes))
                .orElse(needy);
        (largest.bytes() == 0 ? needy : largest).spill();
    }

    /** Ends filling. */
    void seal() {
        boolean all;
        do {
            all = true;
            for (HashPartition<T> partition : partitions) {
                if (!partition.isSpilled() && !partition.index()) {
                    spillLargest(partition);
                    all = false;
                }
            }
        } while (!all);
    }

    /** Begins to fetch the records of keys that are asked for soon, so that a core waits for many of them at the same time. */
    void fetch(int[] hashes, int count) {
        for (int i = 0; i < count; i++) {
            HashPartition<T> partition = partitions.get(partitionOf(hashes[i]));
            expectedBuckets[i] = partition.isSpilled() ? 0 : partition.fetchBucket(hashes[i]);
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += partitions.get(partitionOf(hashes[i])).fetchRecord(expectedBuckets[i]);
        }
        fetched += sum;
    }

    /**
     * Asks for the records of a key whose partition is in memory; {@link #nextMatch} then gives them.
     *
     * @param key the key
     * @param hash its hash
     */
    void ask(K key, int hash) {
        asked = partitions.get(partitionOf(hash));
        askedHash = hash;
        askedKey = key;
        next = asked.first(hash);
    }

    /** Returns another record of the key that was asked for, or null. */
    T nextMatch() throws Exception {
        while (next >= 0) {
            found = next;
            T record = asked.get(found);
            next = asked.after(found, askedHash);
            if (askedKey.equals(selector.getKey(record))) {
                return record;
            }
        }
        return null;
    }

    /** Notes that the record that was given last has found a match. */
    void markMatch() {
        asked.mark(found);
    }

    /** Gives back the memory. What is on disk stays. */
    void giveBack() {
        partitions.forEach(HashPartition::giveBack);
    }
}

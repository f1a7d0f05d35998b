package io.weir.runtime.batch;

import io.weir.functions.KeySelector;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.state.KeyGroups;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A {@link SolutionSet} of rows of bytes, in managed memory and on disk beyond that. On the heap is only where the rows are, in
 * an array of numbers.
 *
 * @param <K> the type of the keys
 * @param <S> the type of the records
 */
public final class SerializedSolution<K, S> implements SolutionSet<K, S> {
    private static final int LEAST_BUCKETS = 64;

    /** Which part of a hash stands beside an address. */
    private static final int TAG_BITS = Long.SIZE - Long.numberOfTrailingZeros(SolutionRows.ADDRESS + 1);

    private final ClassLoader classLoader;
    private final SolutionRows rows;
    private final RecordOutput out = new RecordOutput(256);
    private final Finder finder;

    /**
     * By hash, the address of a row, from 1, below the upper bits of its hash; with open addressing, and never more than two
     * thirds full.
     */
    private long[] buckets = new long[LEAST_BUCKETS];

    private int size;

    /**
     * Creates it without records.
     *
     * @param keys what is known of the records
     * @param budget its memory; closed with it
     * @param directory where a file is made if that is not enough; need not be there
     * @param classLoader knows the classes of records whose type is not known
     */
    public SerializedSolution(SolutionKeys<K, S> keys, MemoryBudget budget, Path directory, ClassLoader classLoader) {
        this.classLoader = classLoader;
        this.rows = new SolutionRows(budget, directory);
        this.finder = new Finder(keys);
    }

    private static int hashOf(Object key) {
        // Not as records are distributed: those of one instance would be alike then.
        return KeyGroups.hashOf(key.hashCode() * 31 + 0x9E3779B1);
    }

    private static long tagOf(int hash) {
        return (long) (hash >>> Integer.SIZE - TAG_BITS) << Long.SIZE - TAG_BITS;
    }

    private static long addressIn(long bucket) {
        return (bucket & SolutionRows.ADDRESS) - 1;
    }

    @Override
    public void put(S record) throws Exception {
        K key = finder.selector.getKey(record);
        int hash = hashOf(key);
        out.reset();
        out.beginStream();
        finder.serializer.serialize(record, out);
        int position = finder.find(key, hash);
        long address = buckets[position] == 0
                ? rows.add(hash, out.getBuffer(), out.position(), this::moved)
                : rows.replace(addressIn(buckets[position]), hash, out.getBuffer(), out.position(), this::moved);
        boolean added = buckets[position] == 0;
        buckets[position] = tagOf(hash) | address + 1;
        if (added && ++size > buckets.length / 3 * 2) {
            enlarge();
        }
    }

    private void moved(int hash, long from, long to) {
        long before = tagOf(hash) | from + 1;
        int position = hash & buckets.length - 1;
        while (buckets[position] != before) {
            position = position + 1 & buckets.length - 1;
        }
        buckets[position] = tagOf(hash) | to + 1;
    }

    private void enlarge() {
        long[] larger = new long[2 * buckets.length];
        SolutionRows.Row row = new SolutionRows.Row();
        for (long bucket : buckets) {
            if (bucket != 0) {
                int position = rows.numberOf(addressIn(bucket), row) & larger.length - 1;
                while (larger[position] != 0) {
                    position = position + 1 & larger.length - 1;
                }
                larger[position] = bucket;
            }
        }
        buckets = larger;
    }

    @Override
    public SolutionView<K, S> view(SolutionKeys<K, S> keys) {
        return new Finder(keys);
    }

    @Override
    public Iterator<S> records() {
        return new Records();
    }

    @Override
    public long spilledBytes() {
        return rows.spilledBytes();
    }

    @Override
    public void close() {
        rows.close();
        buckets = new long[LEAST_BUCKETS];
        size = 0;
    }

    /** Finds records. One thread owns it. */
    private final class Finder implements SolutionView<K, S> {
        final KeySelector<S, K> selector;
        final TypeSerializer<S> serializer;
        private final boolean bare;
        private final RecordInput in = new RecordInput(classLoader);
        private final SolutionRows.Row row = new SolutionRows.Row();

        /** The record of the key that was looked for, if it was found. */
        private S found;

        Finder(SolutionKeys<K, S> keys) {
            Keying<S, K> kept = keys.bare();
            this.selector = kept.selector();
            this.serializer = keys.type().createSerializer();
            this.bare = !kept.equals(keys.keying());
        }

        @Override
        @SuppressWarnings("unchecked") // keys are only hashed and compared
        public S get(K key) throws Exception {
            K wanted = bare ? (K) FieldKeys.bare((Object) key) : key;
            find(wanted, hashOf(wanted));
            S record = found;
            found = null;
            return record;
        }

        /** Returns the bucket of a key: its own, or else the one that is free for it. */
        int find(K key, int hash) throws Exception {
            long[] all = buckets;
            long tag = tagOf(hash);
            int position = hash & all.length - 1;
            found = null;
            for (long bucket = all[position]; bucket != 0; bucket = all[position]) {
                if ((bucket & ~SolutionRows.ADDRESS) == tag && holds(addressIn(bucket), key, hash)) {
                    return position;
                }
                position = position + 1 & all.length - 1;
            }
            return position;
        }

        private boolean holds(long address, K key, int hash) throws Exception {
            rows.read(address, row);
            if (row.number == hash) {
                found = record(row);
                if (key.equals(selector.getKey(found))) {
                    return true;
                }
                found = null;
            }
            return false;
        }

        S record(SolutionRows.Row from) {
            in.beginStream();
            in.setBuffer(from.bytes, 0, from.length);
            return serializer.deserialize(in);
        }
    }

    /** Goes through all records, in the order of their rows. */
    private final class Records implements Iterator<S> {
        private final SolutionRows.Row row = new SolutionRows.Row();
        private long next = rows.rowFrom(0, row);

        @Override
        public boolean hasNext() {
            return next >= 0;
        }

        @Override
        public S next() {
            if (next < 0) {
                throw new NoSuchElementException();
            }
            S record = finder.record(row);
            next = rows.rowFrom(SolutionRows.behind(next, row), row);
            return record;
        }
    }
}

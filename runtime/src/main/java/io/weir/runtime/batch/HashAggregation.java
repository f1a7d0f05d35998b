package io.weir.runtime.batch;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.operators.Output;
import io.weir.runtime.state.KeyGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Combines the records of each key into one value, in the order in which they come. The values are in tables on the heap, as
 * many as were allowed. When there are more, the values of the largest part of all keys are put aside, and its further records
 * behind them, in managed memory and on disk; such a part is gone through when all records are there, divided by other hashes.
 *
 * <p>One thread owns it. Life: records are added, finished once; closed in any case.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
final class HashAggregation<K, T> implements AutoCloseable {
    private static final int PART_BITS = 4;

    /** So often records are divided by their hashes; what is still too much then has one hash, and stays on the heap. */
    private static final int MOST_LEVELS = 7;

    private final AggregationTable.Work<K, T> work;
    private final MemoryBudget budget;
    private final int level;
    private final List<Part> parts = new ArrayList<>();
    private final RowSize rowSize;
    private long rows;
    private long spilledBytes;

    /** What goes through a part that was put aside; null while nothing does. */
    private HashAggregation<K, T> inner;

    /** The keys whose hashes have the same beginning. */
    private final class Part {
        /** Null once the part is put aside. */
        AggregationTable<K, T> table = work.newTable(rowSize, 1);

        /** Values and then further records, in their order; null until the part is put aside. */
        SpillableRecords<T> aside;

        int size() {
            return table == null ? 0 : table.size();
        }
    }

    /**
     * Creates it without records.
     *
     * @param work what it does
     * @param heapBytes about how much of the heap the values may take
     * @param budget the managed memory for what is put aside
     */
    HashAggregation(AggregationTable.Work<K, T> work, long heapBytes, MemoryBudget budget) {
        this(work, work.rowSize(heapBytes), budget, 0);
    }

    private HashAggregation(AggregationTable.Work<K, T> work, RowSize rowSize, MemoryBudget budget, int level) {
        this.work = work;
        this.budget = budget;
        this.level = level;
        this.rowSize = rowSize;
        for (int i = 0; i < 1 << PART_BITS; i++) {
            parts.add(new Part());
        }
    }

    private Part partOf(K key) {
        int hash = KeyGroups.hashOf(key.hashCode() * 31 + (level + 1) * 0x9E3779B1);
        return parts.get(hash >>> Integer.SIZE - PART_BITS);
    }

    /** Returns whether there are so many keys that it pays to announce them by {@link #expect}. */
    boolean wantsToExpect() {
        return rows > AggregationTable.MANY_KEYS;
    }

    /** Begins to fetch what is kept of a key of which a record comes soon. */
    void expect(K key) {
        Part part = partOf(key);
        if (part.table != null) {
            part.table.fetch(key);
        }
    }

    /** Adds a record. */
    void add(K key, T value) throws Exception {
        Part part = partOf(key);
        if (part.table == null) {
            part.aside.add(value);
            return;
        }
        int before = part.table.size();
        part.table.add(key, value);
        rows += part.table.size() - before;
        if (rows > rowSize.mostRows() && level < MOST_LEVELS) {
            putAside();
        }
    }

    private void putAside() throws Exception {
        Part largest = parts.stream().max(Comparator.comparingInt(Part::size)).orElseThrow();
        if (largest.table == null) {
            return;
        }
        AggregationTable<K, T> table = largest.table;
        largest.table = null;
        largest.aside = new SpillableRecords<>(work.format(), budget);
        table.forEach(largest.aside::add);
        rows -= table.size();
    }

    /** Emits the value of each key, without timestamps. Nothing is added any more. */
    void finish(Output<T> output) throws Exception {
        for (Part part : parts) {
            if (part.table != null) {
                AggregationTable<K, T> table = part.table;
                part.table = null;
                table.emit(output);
            }
        }
        for (Part part : parts) {
            if (part.aside != null) {
                goThrough(part.aside, output);
            }
        }
    }

    private void goThrough(SpillableRecords<T> records, Output<T> output) throws Exception {
        inner = new HashAggregation<>(work, rowSize, budget, level + 1);
        try (RecordSource<T> all = records.open()) {
            while (all.hasNext()) {
                T value = all.next();
                inner.add(work.keying().selector().getKey(value), value);
            }
        }
        spilledBytes += records.spilledBytes();
        records.clear();
        inner.finish(output);
        spilledBytes += inner.spilledBytes;
        inner = null;
    }

    /** Returns how many bytes were written to disk. */
    long spilledBytes() {
        return spilledBytes;
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
        for (Part part : parts) {
            if (part.aside != null) {
                part.aside.clear();
            }
        }
        budget.close();
    }
}

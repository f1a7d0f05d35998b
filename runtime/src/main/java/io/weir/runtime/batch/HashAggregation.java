package io.weir.runtime.batch;

import io.weir.plan.Keying;
import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.operators.KeyedTable;
import io.weir.runtime.operators.Output;
import io.weir.runtime.state.KeyGroups;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
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

    /** Of so many records one is measured. */
    private static final int MEASURED = 64;

    /** More keys than a processor's nearer caches hold the rows of. */
    private static final int MANY_ROWS = 1 << 14;

    private final Work<K, T> work;
    private final MemoryBudget budget;
    private final int level;
    private final TypeSerializer<T> serializer;
    private final boolean immutable;
    private final List<Part> parts = new ArrayList<>();
    private final RowSize rowSize;
    private long rows;
    private long mostRows;
    private int unmeasured;
    private long spilledBytes;

    /** What goes through a part that was put aside; null while nothing does. */
    private HashAggregation<K, T> inner;

    /**
     * What it does.
     *
     * @param keying how keys are found
     * @param reducer combines two records
     * @param format how records are kept
     * @param heapBytes about how much of the heap the values may take
     */
    record Work<K, T>(Keying<T, K> keying, Reducer<K, T> reducer, RecordFormat<T> format, long heapBytes) {}

    /** Combines the value of a key with a further record of it; may change and return both. */
    interface Reducer<K, T> {
        T reduce(K key, T kept, T value) throws Exception;
    }

    /** The keys whose hashes have the same beginning. */
    private final class Part {
        /** Null once the part is put aside. */
        KeyedTable<K, T> table = new KeyedTable<>(work.keying().keyType());

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
     * @param budget the managed memory for what is put aside
     */
    HashAggregation(Work<K, T> work, MemoryBudget budget) {
        this(work, budget, 0, new RowSize());
    }

    private HashAggregation(Work<K, T> work, MemoryBudget budget, int level, RowSize rowSize) {
        this.work = work;
        this.budget = budget;
        this.level = level;
        this.serializer = work.format().serializer();
        this.immutable = serializer.isImmutable();
        this.rowSize = rowSize;
        this.mostRows = rowSize.rowsIn(work.heapBytes());
        for (int i = 0; i < 1 << PART_BITS; i++) {
            parts.add(new Part());
        }
    }

    /** How much of the heap a key with its value takes, guessed from how long values are when written. */
    static final class RowSize {
        /** Objects and references of a row and its key. */
        private static final int OVERHEAD = 100;

        /** So many bytes on the heap stand for a written one. */
        private static final int INFLATION = 3;

        private final RecordOutput out = new RecordOutput(64);
        private double written = 32;

        <T> void measure(T value, TypeSerializer<T> serializer) {
            out.reset();
            out.beginStream();
            serializer.serialize(value, out);
            written += (out.position() - written) / 16;
        }

        long rowsIn(long bytes) {
            return Math.max(1, (long) (bytes / (OVERHEAD + INFLATION * written)));
        }
    }

    private Part partOf(K key) {
        int hash = KeyGroups.hashOf(key.hashCode() * 31 + (level + 1) * 0x9E3779B1);
        return parts.get(hash >>> Integer.SIZE - PART_BITS);
    }

    /** Returns whether there are so many keys that it pays to announce them by {@link #expect}. */
    boolean wantsToExpect() {
        return rows > MANY_ROWS;
    }

    /** Begins to fetch what is kept of a key of which a record comes soon. */
    void expect(K key) {
        Part part = partOf(key);
        if (part.table != null) {
            part.table.expect(key);
        }
    }

    /** Adds a record. */
    void add(K key, T value) throws Exception {
        Part part = partOf(key);
        if (part.table == null) {
            part.aside.add(value);
            return;
        }
        KeyedTable.Row<T> row = part.table.row(key);
        T kept = row.value();
        if (kept == null) {
            rows++;
            row.set(immutable ? value : serializer.copy(value));
        } else {
            T result = work.reducer().reduce(key, kept, value);
            if (result != kept) {
                // A value that was just made is ours; only the record itself may be known to others.
                row.set(result == value && !immutable && value != null ? serializer.copy(value) : result);
            }
        }
        if (++unmeasured >= MEASURED) {
            unmeasured = 0;
            rowSize.measure(row.value(), serializer);
            mostRows = rowSize.rowsIn(work.heapBytes());
        }
        if (rows > mostRows && level < MOST_LEVELS) {
            putAside();
        }
    }

    private void putAside() {
        Part largest = parts.stream().max(Comparator.comparingInt(Part::size)).orElseThrow();
        if (largest.table == null) {
            return;
        }
        KeyedTable<K, T> table = largest.table;
        largest.table = null;
        largest.aside = new SpillableRecords<>(work.format(), budget);
        for (KeyedTable.Row<T> row : table.rows()) {
            if (row != null) {
                largest.aside.add(row.value());
            }
        }
        rows -= table.size();
    }

    /** Emits the value of each key, without timestamps. Nothing is added any more. */
    void finish(Output<T> output) throws Exception {
        for (Part part : parts) {
            if (part.table != null) {
                KeyedTable<K, T> table = part.table;
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
        inner = new HashAggregation<>(work, budget, level + 1, rowSize);
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

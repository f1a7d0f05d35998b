package io.weir.runtime.batch;

import io.weir.runtime.operators.KeyedTable;
import io.weir.serialization.TypeSerializer;

/**
 * An {@link AggregationTable} of objects, for keys and values of any type.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
final class ObjectTable<K, T> extends AggregationTable<K, T> {
    private final TypeSerializer<T> serializer;
    private final boolean immutable;
    private final RowSize rowSize;
    private final KeyedTable<K, T> table;

    /** The keys of the expected records. */
    private Object[] keys;

    ObjectTable(Work<K, T> work, RowSize rowSize, long expectedKeys) {
        super(work);
        this.serializer = work.format().serializer();
        this.immutable = serializer.isImmutable();
        this.rowSize = rowSize;
        this.table = new KeyedTable<>(work.keying().keyType(), expectedKeys);
    }

    @Override
    void add(K key, T value) throws Exception {
        KeyedTable.Row<T> row = table.row(key);
        T kept = row.value();
        T result = kept == null ? value : reducer.reduce(kept, value);
        if (result != kept) {
            // A value that was just made is ours; only the record itself may be known to others.
            row.set(result == value && !immutable && value != null ? serializer.copy(value) : result);
        }
        rowSize.see(row.value(), serializer);
    }

    @Override
    void fetch(K key) {
        table.expect(key);
    }

    @Override
    @SuppressWarnings("unchecked") // the records are those that it takes
    int expect(Object[] values, int count) {
        // A new array: references written to an old one are what the collector looks for.
        keys = new Object[EXPECTED];
        for (int i = 0; i < count; i++) {
            try {
                K key = selector.getKey((T) values[i]);
                table.expect(key);
                keys[i] = key;
            } catch (Exception e) {
                return i; // thrown again when the record itself is added
            }
        }
        return count;
    }

    @Override
    @SuppressWarnings("unchecked") // the keys are those that were found
    void addExpected(int index, T value) throws Exception {
        add((K) keys[index], value);
    }

    @Override
    int size() {
        return table.size();
    }

    @Override
    void forEach(Receiver<T> receiver) throws Exception {
        for (KeyedTable.Row<T> row : table.rows()) {
            if (row != null) {
                receiver.take(row.value());
            }
        }
    }
}

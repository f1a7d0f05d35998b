package io.weir.runtime.operators;

import io.weir.types.KeyChecks;
import io.weir.types.TypeInformation;

/**
 * One value per key, found with one look-up: a hash table with open addressing. A key that was not met before gets a row
 * without a value. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class KeyedTable<K, V> {
    private static final int INITIAL_CAPACITY = 64;

    private final boolean checkKeys;
    private Row<V>[] rows = newRows(INITIAL_CAPACITY);
    private int size;

    /** What is kept for one key. */
    static final class Row<V> {
        private final Object key;
        private final int hash;

        /** The value, or null as long as there is none. */
        V value;

        Row(Object key, int hash) {
            this.key = key;
            this.hash = hash;
        }
    }

    /** Creates an empty table; keys whose type is unknown are checked as they come. */
    KeyedTable(TypeInformation<K> keyType) {
        this.checkKeys = KeyChecks.needRunTimeCheck(keyType);
    }

    /** Returns the row of a key. */
    Row<V> row(K key) {
        int hash = mix(key.hashCode());
        Row<V>[] table = rows;
        int mask = table.length - 1;
        int position = hash & mask;
        Row<V> row;
        while ((row = table[position]) != null) {
            if (row.hash == hash && key.equals(row.key)) {
                return row;
            }
            position = position + 1 & mask;
        }
        return add(key, hash, position);
    }

    /** Returns how many keys there are. */
    int size() {
        return size;
    }

    /** Emits all values, in no order and without timestamps. */
    void emit(Output<V> output) throws Exception {
        for (Row<V> row : rows) {
            if (row != null) {
                output.collect(row.value, Output.NO_TIMESTAMP);
            }
        }
    }

    private Row<V> add(K key, int hash, int position) {
        if (checkKeys) {
            KeyChecks.requireStableHash(key);
        }
        Row<V> row = new Row<>(key, hash);
        rows[position] = row;
        if (++size > rows.length >> 1) {
            grow();
        }
        return row;
    }

    private void grow() {
        Row<V>[] old = rows;
        Row<V>[] table = newRows(old.length << 1);
        int mask = table.length - 1;
        for (Row<V> row : old) {
            if (row != null) {
                int position = row.hash & mask;
                while (table[position] != null) {
                    position = position + 1 & mask;
                }
                table[position] = row;
            }
        }
        rows = table;
    }

    /** Spreads hashes that differ in a few bits only; the low bits decide the position. */
    private static int mix(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 16;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    private static <V> Row<V>[] newRows(int capacity) {
        return new Row[capacity];
    }
}

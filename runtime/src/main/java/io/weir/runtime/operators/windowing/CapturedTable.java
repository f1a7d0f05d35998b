package io.weir.runtime.operators.windowing;

import io.weir.runtime.state.KeyGroups;
import io.weir.serialization.TypeSerializer;
import io.weir.types.KeyChecks;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One value per key, found with one look-up, which can be frozen while it changes: the first write after that copies the
 * array of rows, and the first write to a row copies the row. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class CapturedTable<K, V> {
    private static final int INITIAL_CAPACITY = 16;

    /** An array up to that size is not given back when most keys have gone. */
    private static final int KEPT_CAPACITY = 1024;

    private final boolean checkKeys;
    private final TypeSerializer<K> keys;
    private final UnaryOperator<V> copier;
    private final List<Frozen<K, V>> open = new ArrayList<>(1);
    private Row<V>[] rows = newRows(INITIAL_CAPACITY);
    private int size;
    private int version;

    /** The version that the array was made in. */
    private int arrayVersion;

    /** What is kept for one key. */
    static final class Row<V> {
        private final Object key;
        private final int hash;
        private int version;

        /** The value, or null as long as there is none. */
        V value;

        Row(Object key, int hash, int version) {
            this.key = key;
            this.hash = hash;
            this.version = version;
        }
    }

    /** What to do for a row. */
    @FunctionalInterface
    interface RowAction<K, V> {
        /** Does it. */
        void apply(K key, V value) throws Exception;
    }

    /** What was kept at one moment. Any thread may read and close it. */
    static final class Frozen<K, V> {
        private final Row<V>[] rows;

        /** Written by whoever has read it, read by the task's thread. */
        private volatile boolean closed;

        private Frozen(Row<V>[] rows) {
            this.rows = rows;
        }

        /** Returns the values by key group and key. */
        Map<Integer, Map<K, V>> byGroup(int maxParallelism) {
            Map<Integer, Map<K, V>> groups = new HashMap<>();
            for (Row<V> row : rows) {
                if (row != null && row.value != null) {
                    groups.computeIfAbsent(KeyGroups.groupOf(row.key, maxParallelism), none -> new HashMap<>())
                            .put(CapturedTable.<K>keptKeyOf(row), row.value);
                }
            }
            return groups;
        }

        void close() {
            closed = true;
        }
    }

    /**
     * Creates an empty table.
     *
     * @param keyType the type of the keys; unknown ones are checked as they come
     * @param keys copies keys, which may be parts of records
     * @param copier copies a value before it is changed while a capture of it is read
     */
    CapturedTable(TypeInformation<K> keyType, TypeSerializer<K> keys, UnaryOperator<V> copier) {
        this.checkKeys = KeyChecks.needRunTimeCheck(keyType);
        this.keys = keys;
        this.copier = copier;
    }

    /** Returns the row of a key to be changed; a new one without a value if the key was not met before. */
    Row<V> own(K key) {
        int hash = mix(key.hashCode());
        Row<V>[] table = rows;
        int mask = table.length - 1;
        int position = hash & mask;
        Row<V> row;
        while ((row = table[position]) != null) {
            if (row.hash == hash && key.equals(row.key)) {
                return row.version == version ? row : own(row, position);
            }
            position = position + 1 & mask;
        }
        return add(key, hash);
    }

    private Row<V> own(Row<V> row, int position) {
        if (!isShared()) {
            row.version = version;
            return row;
        }
        ownArray();
        Row<V> copy = new Row<>(row.key, row.hash, version);
        copy.value = row.value == null ? null : copier.apply(row.value);
        rows[position] = copy;
        return copy;
    }

    /** Returns the value of a key to be read only, or null if there is none. */
    V find(K key) {
        int hash = mix(key.hashCode());
        int mask = rows.length - 1;
        int position = hash & mask;
        Row<V> row;
        while ((row = rows[position]) != null) {
            if (row.hash == hash && key.equals(row.key)) {
                return row.value;
            }
            position = position + 1 & mask;
        }
        return null;
    }

    /** Removes a key that is there. */
    void remove(K key) {
        ownArray();
        int mask = rows.length - 1;
        int gap = mix(key.hashCode()) & mask;
        while (!key.equals(rows[gap].key)) {
            gap = gap + 1 & mask;
        }
        // Whoever stands behind the gap only because his place was taken moves up.
        for (int next = gap + 1 & mask; rows[next] != null; next = next + 1 & mask) {
            int wanted = rows[next].hash & mask;
            if ((next - wanted & mask) >= (next - gap & mask)) {
                rows[gap] = rows[next];
                gap = next;
            }
        }
        rows[gap] = null;
        size--;
        if (rows.length > KEPT_CAPACITY && size < rows.length >> 4) {
            resize(rows.length >> 2);
        }
    }

    /** Returns for how many rows there is room, twice as many as it takes. */
    int capacity() {
        return rows.length;
    }

    /** Returns the key of a row, which stays as it is. */
    K keyOf(Row<V> row) {
        return CapturedTable.<K>keptKeyOf(row);
    }

    /** Returns a key that can be given away. */
    K copyOf(K key) {
        return keys.copy(key);
    }

    /** Does something for each key with a value, in no order. The values are to be read only, and the keys stay here. */
    void forEach(RowAction<K, V> action) throws Exception {
        for (Row<V> row : rows) {
            if (row != null && row.value != null) {
                action.apply(copyOf(keyOf(row)), row.value);
            }
        }
    }

    /** Returns all that is kept, which stays as it is until it is closed. */
    Frozen<K, V> freeze() {
        version++;
        open.removeIf(each -> each.closed);
        Frozen<K, V> frozen = new Frozen<>(rows);
        open.add(frozen);
        return frozen;
    }

    /** Returns whether values may be read by others, so that they must not be given away. */
    boolean isShared() {
        if (!open.isEmpty()) {
            open.removeIf(frozen -> frozen.closed);
        }
        return !open.isEmpty();
    }

    private void ownArray() {
        if (arrayVersion != version) {
            if (isShared()) {
                rows = rows.clone();
            }
            arrayVersion = version;
        }
    }

    private Row<V> add(K key, int hash) {
        if (checkKeys) {
            KeyChecks.requireStableHash(key);
        }
        if (size + 1 > rows.length >> 1) {
            resize(rows.length << 1);
        } else {
            ownArray();
        }
        Row<V> row = new Row<>(keys.copy(key), hash, version);
        put(rows, row);
        size++;
        return row;
    }

    /** Moves all rows to an array of another size; those who read the old one keep it. */
    private void resize(int capacity) {
        Row<V>[] table = newRows(capacity);
        for (Row<V> row : rows) {
            if (row != null) {
                put(table, row);
            }
        }
        rows = table;
        arrayVersion = version;
    }

    private static <V> void put(Row<V>[] table, Row<V> row) {
        int mask = table.length - 1;
        int position = row.hash & mask;
        while (table[position] != null) {
            position = position + 1 & mask;
        }
        table[position] = row;
    }

    /** Spreads hashes that differ in a few bits only; the low bits decide the position. */
    private static int mix(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 16;
    }

    @SuppressWarnings("unchecked") // rows are only made for keys of type K
    private static <K> K keptKeyOf(Row<?> row) {
        return (K) row.key;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    private static <V> Row<V>[] newRows(int capacity) {
        return new Row[capacity];
    }
}

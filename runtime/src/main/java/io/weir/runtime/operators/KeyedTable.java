package io.weir.runtime.operators;

import io.weir.runtime.state.Versions;
import io.weir.serialization.TypeSerializer;
import io.weir.types.KeyChecks;
import io.weir.types.TypeInformation;

/**
 * One value per key, found with one look-up: a hash table with open addressing. A key that was not met before gets a row
 * without a value. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class KeyedTable<K, V> {
    private static final int INITIAL_CAPACITY = 64;

    /** More keys than a processor's nearer caches hold the rows of. */
    private static final int MANY_ROWS = 1 << 14;

    private final boolean checkKeys;

    /** Copies keys; null if nobody can change them. */
    private final TypeSerializer<K> keys;

    private Row<V>[] rows;
    private int size;

    /** Depends on all that was fetched, so that no compiler leaves the fetching out. */
    int fetched;

    private final Versions versions = new Versions();

    /** Rows of earlier versions may be shared with a capture; 0 if there was none. */
    private int frozen;

    /** The version that the array was made in. */
    private int version = versions.current();

    /** What is kept for one key. */
    public static final class Row<V> {
        private final Object key;
        private final int hash;
        private final int version;

        /** The value, or null as long as there is none. */
        V value;

        Row(Object key, int hash, int version) {
            this.key = key;
            this.hash = hash;
            this.version = version;
        }

        /** Returns the value, or null as long as there is none. */
        public V value() {
            return value;
        }

        /** Puts a value in place of the one there is, if no capture reads the row. */
        public void set(V newValue) {
            value = newValue;
        }

        /** Returns the key. */
        Object key() {
            return key;
        }
    }

    /** Creates an empty table; keys whose type is unknown are checked as they come. */
    public KeyedTable(TypeInformation<K> keyType) {
        this(keyType, INITIAL_CAPACITY / 2);
    }

    /** Creates an empty table with room for about so many keys, at most 2^29. */
    public KeyedTable(TypeInformation<K> keyType, long expectedKeys) {
        this.rows = newRows(Integer.highestOneBit((int) Math.max(1, expectedKeys) * 4 - 1));
        this.checkKeys = KeyChecks.needRunTimeCheck(keyType);
        TypeSerializer<K> serializer = keyType.createSerializer();
        this.keys = serializer.isImmutable() ? null : serializer;
    }

    /** Returns the row of a key. */
    public Row<V> row(K key) {
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

    /** Returns whether there are so many keys that it pays to announce them by {@link #expect}. */
    public boolean wantsToExpect() {
        return size > MANY_ROWS;
    }

    /** Begins to fetch the row of a key that will soon be asked for; see {@link KeyedLookAhead}. */
    public void expect(K key) {
        Row<V> row = rows[mix(key.hashCode()) & rows.length - 1];
        if (row != null) {
            fetched += row.hash;
        }
    }

    /** Returns whether a capture still reads a row, so that {@link #own} must be asked for one to change. */
    boolean isShared(Row<V> row) {
        return row.version < frozen && versions.isShared(row.version);
    }

    /**
     * Puts a copy in the place of a row that a capture still reads.
     *
     * @param row the row
     * @param value the copy's value
     * @return the copy
     */
    Row<V> own(Row<V> row, V value) {
        ownRows();
        int mask = rows.length - 1;
        int position = row.hash & mask;
        while (rows[position] != row) {
            position = position + 1 & mask;
        }
        Row<V> copy = new Row<>(row.key, row.hash, versions.current());
        copy.value = value;
        rows[position] = copy;
        return copy;
    }

    private void ownRows() {
        if (versions.isShared(version)) {
            rows = rows.clone();
            version = versions.current();
        }
    }

    /** Shares all rows as they are now, until the lease is closed. */
    Versions.Lease freeze() {
        Versions.Lease lease = versions.freeze();
        frozen = versions.current();
        return lease;
    }

    /** Returns the rows, in which there are gaps; nobody changes the array while it is shared. */
    public Row<V>[] rows() {
        return rows;
    }

    /** Returns how many keys there are. */
    public int size() {
        return size;
    }

    private Row<V> add(K key, int hash, int position) {
        if (checkKeys) {
            KeyChecks.requireStableHash(key);
        }
        ownRows();
        Row<V> row = new Row<>(keys == null ? key : keys.copy(key), hash, versions.current());
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
        version = versions.current();
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

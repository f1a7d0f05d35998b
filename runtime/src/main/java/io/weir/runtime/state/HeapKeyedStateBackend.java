package io.weir.runtime.state;

import io.weir.serialization.TypeSerializer;
import io.weir.state.KeyedStateStore;
import io.weir.state.StateTtlConfig;
import io.weir.types.KeyChecks;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keyed state as objects: a table per key group, in which one look-up finds the entry with the values of all states of a
 * key. The task's thread owns it.
 *
 * <p>A capture takes the tables' arrays as they are and begins a new version; see {@link EntryTable} and {@link Entry}
 * for what is copied when it is changed afterwards.
 *
 * @param <K> the type of the keys
 */
final class HeapKeyedStateBackend<K> implements KeyedStateBackend<K> {
    /** More keys than a processor's nearer caches hold the state of. */
    private static final int MANY_ROWS = 1 << 14;

    final TypeInformation<K> keyType;
    final KeyGroupRange groups;
    final Versions versions = new Versions();
    final EntryTable[] tables;
    final Map<String, HeapNamespaced<?>> stores = new LinkedHashMap<>();
    final List<KeyedPart> parts = new ArrayList<>();
    final Sections image;
    final OfKey ofKey;

    private final KeyNumbers numbers;
    private final int maxParallelism;
    private final int firstGroup;
    private final TypeSerializer<K> keys;
    private final boolean keysImmutable;
    private final boolean checkKeys;
    private final HeapStates states;
    private final Sweeper sweeper;

    /** The current key, unless its bits or its row tell it. */
    private K key;

    private long bits;
    private boolean hasKey;
    private int tableNumber;
    private Entry row;

    /** Whether it cleans up for each key that becomes the current one. */
    private boolean sweepsEachKey;

    /** How many keys have state. */
    private int rows;

    /** Depends on all that was fetched, so that no compiler leaves the fetching out. */
    long fetched;

    /** Differs whenever the current key may have changed. */
    private int turn;

    HeapKeyedStateBackend(TypeInformation<K> keyType, StateBackend.Place place) {
        this.keyType = keyType;
        this.groups = place.groups();
        this.numbers = KeyNumbers.of(keyType);
        this.maxParallelism = groups.maxParallelism();
        this.firstGroup = groups.first();
        this.keys = keyType.createSerializer();
        this.keysImmutable = keys.isImmutable();
        this.checkKeys = KeyChecks.needRunTimeCheck(keyType);
        this.image = new Sections(keyType, place);
        this.tables = new EntryTable[groups.count()];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new EntryTable(versions.current);
        }
        this.ofKey = new OfKey(place);
        this.states = new HeapStates(ofKey);
        this.sweeper = new Sweeper(this, place.clock());
    }

    @Override
    public void setCurrentKey(K newKey) {
        turn++;
        if (numbers == KeyNumbers.LONG) {
            setCurrentNumber((Long) newKey);
        } else if (numbers == KeyNumbers.INTEGER) {
            setCurrentNumber((Integer) newKey & KeyNumbers.UNSIGNED);
        } else {
            setCurrentObject(newKey);
        }
        hasKey = true;
        if (sweepsEachKey) {
            sweeper.sweep();
        }
    }

    @Override
    public boolean wantsToExpect() {
        return rows > MANY_ROWS;
    }

    @Override
    public void expect(K expected) {
        int hash;
        if (numbers == KeyNumbers.LONG) {
            hash = KeyGroups.hashOf(Long.hashCode((Long) expected));
        } else {
            hash = KeyGroups.hashOf(expected.hashCode());
        }
        int number = tableOf(hash);
        if (!isForeign(number)) {
            fetched += tables[number].fetch(hash);
        }
    }

    // Each reference that is stored here costs a memory fence of the collector, so there are as few as possible.

    private void setCurrentNumber(long newBits) {
        bits = newBits;
        int hash = KeyGroups.hashOf(Long.hashCode(newBits));
        int number = tableOf(hash);
        if (isForeign(number)) {
            KeyNumbers.refuse(numbers.ofBits(newBits));
        }
        tableNumber = number;
        row = tables[number].find(newBits, hash);
    }

    private void setCurrentObject(K newKey) {
        int hash = KeyGroups.hashOf(newKey.hashCode());
        bits = hash;
        int number = tableOf(hash);
        if (isForeign(number)) {
            KeyNumbers.refuse(newKey);
        }
        tableNumber = number;
        Entry found = tables[number].find(newKey, hash);
        row = found;
        if (found == null || !keysImmutable) {
            key = newKey;
        }
    }

    private int tableOf(int hash) {
        return KeyGroups.groupOfHash(hash, maxParallelism) - firstGroup;
    }

    private boolean isForeign(int number) {
        return number < 0 || number >= tables.length;
    }

    @Override
    @SuppressWarnings("unchecked") // entries are made of keys
    public K currentKey() {
        if (!hasKey) {
            return null;
        }
        if (numbers != KeyNumbers.NONE) {
            return (K) numbers.ofBits(bits);
        }
        return row == null || !keysImmutable ? key : (K) row.key;
    }

    @Override
    public TypeInformation<K> keyType() {
        return keyType;
    }

    @Override
    public KeyGroupRange keyGroups() {
        return groups;
    }

    @Override
    public KeyedStateStore states() {
        return states;
    }

    @Override
    public <N> NamespacedStateStore<N> namespaced(String name, TypeInformation<N> namespaceType) {
        if (stores.containsKey(name)) {
            throw new IllegalStateException("There is a store named '" + name + "' already");
        }
        HeapNamespaced<N> store = new HeapNamespaced<>(this, stores.size(), name, namespaceType);
        stores.put(name, store);
        return store;
    }

    /** Returns the store of that name that was made already, or null. */
    KeyedStateStore store(String name) {
        return stores.get(name);
    }

    @Override
    public void attach(KeyedPart part) {
        parts.add(part);
        image.claim(StateColumn.of(part), (column, types) -> part.restorer(types));
    }

    @Override
    public void forEachKey(KeyAction<K> action) throws Exception {
        List<K> all = new ArrayList<>();
        for (EntryTable each : tables) {
            all.clear();
            // copies, because whoever acts may give the keys away
            each.forEach(entry -> all.add(keys.copy(keyOf(entry))));
            for (K one : all) {
                setCurrentKey(one);
                if (row != null) {
                    action.apply(one);
                }
            }
        }
    }

    @Override
    public KeyedCapture capture(boolean portable) {
        return new HeapKeyedCapture<>(this);
    }

    @Override
    public void close() {
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new EntryTable(versions.current);
        }
        row = null;
    }

    /** Returns the key of an entry of a table. */
    @SuppressWarnings("unchecked") // entries are made of keys
    K keyOf(Entry entry) {
        return entry.key == null ? (K) numbers.ofBits(entry.bits) : (K) entry.key;
    }

    /** Returns the current key's entry, or null. */
    Entry row() {
        return row;
    }

    /** Returns what differs whenever another key may be current. */
    int turn() {
        return turn;
    }

    /** Returns the current key's entry, to be changed. */
    Entry ownRow() {
        Entry own = row;
        if (own == null) {
            own = newRow();
        } else if (own.version() < versions.shared) {
            own = tables[tableNumber].own(own, versions);
        }
        row = own;
        return own;
    }

    private Entry newRow() {
        K newKey = currentKey();
        KeyNumbers.check(newKey, checkKeys);
        Object kept = numbers != KeyNumbers.NONE ? null : keysImmutable ? newKey : keys.copy(newKey);
        Entry own = new Entry(kept, bits, versions.current);
        tables[tableNumber].add(own, versions);
        rows++;
        return own;
    }

    void removeRowIfEmpty() {
        if (row != null && row.isEmpty()) {
            key = currentKey();
            removeRow(tableNumber, row);
            row = null;
        }
    }

    /** Removes an entry that holds nothing. */
    void removeRow(int table, Entry empty) {
        tables[table].remove(empty, versions);
        rows--;
    }

    /** Removes an expired value's place, for the sweeper. */
    boolean isCurrent(Entry entry) {
        return entry == row;
    }

    /** Lets a new state take its values from the image. */
    void restore(Slot slot, TypeSerializer<?> namespaces, StateReader.EntryOf entries) {
        K before = currentKey();
        new StateReader<>(this, slot, ofKey.clock.getAsLong()).read(image, namespaces, entries);
        if (before != null) {
            setCurrentKey(before);
        } else {
            hasKey = false;
            row = null;
        }
    }

    void expiringUsed(StateTtlConfig config) {
        sweepsEachKey |= config.cleanupAtEachKey();
        sweeper.used(config);
    }

    /** The values of the current key. */
    final class OfKey extends Slots {
        OfKey(StateBackend.Place place) {
            super("", "", place.clock(), versions);
        }

        @Override
        Entry read() {
            return row;
        }

        @Override
        Entry write() {
            return ownRow();
        }

        @Override
        void cleared() {
            removeRowIfEmpty();
        }

        @Override
        protected void added(Slot slot) {
            restore(slot, null, none -> ownRow());
        }

        @Override
        public void expiringUsed(StateTtlConfig config) {
            HeapKeyedStateBackend.this.expiringUsed(config);
        }
    }
}

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
    final TypeInformation<K> keyType;
    final KeyGroupRange groups;
    final Versions versions = new Versions();
    final EntryTable[] tables;
    final Map<String, HeapNamespaced<?>> stores = new LinkedHashMap<>();
    final List<KeyedPart> parts = new ArrayList<>();
    final Sections image;
    final OfKey ofKey;

    private final KeyNumbers numbers;
    private final boolean checkKeys;
    private final HeapStates states;
    private final Sweeper sweeper;
    private K key;
    private long bits;
    private EntryTable table;
    private Entry row;

    /** Differs whenever the current key may have changed. */
    private int turn;

    HeapKeyedStateBackend(TypeInformation<K> keyType, StateBackend.Place place) {
        this.keyType = keyType;
        this.groups = place.groups();
        this.numbers = KeyNumbers.of(keyType);
        this.checkKeys = KeyChecks.needRunTimeCheck(keyType);
        this.image = new Sections(keyType.toString(), place);
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
        key = newKey;
        turn++;
        if (numbers == KeyNumbers.NONE) {
            int hash = KeyGroups.hashOf(newKey.hashCode());
            bits = hash;
            table = tableOf(hash);
            row = table.find(newKey, hash);
        } else {
            bits = numbers.toBits(newKey);
            int hash = KeyGroups.hashOf(Long.hashCode(bits));
            table = tableOf(hash);
            row = table.find(bits, hash);
        }
        if (sweeper.eachKey) {
            sweeper.sweep();
        }
    }

    private EntryTable tableOf(int hash) {
        int group = KeyGroups.groupOfHash(hash, groups.maxParallelism()) - groups.first();
        if (group < 0 || group >= tables.length) {
            KeyNumbers.refuse(key);
        }
        return tables[group];
    }

    @Override
    public K currentKey() {
        return key;
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

    @Override
    public void attach(KeyedPart part) {
        parts.add(part);
        image.claim(StateColumn.of(part), (group, column, in) -> part.restore(group, in));
    }

    @Override
    public void forEachKey(KeyAction<K> action) throws Exception {
        List<K> keys = new ArrayList<>();
        for (EntryTable each : tables) {
            keys.clear();
            each.forEach(entry -> keys.add(keyOf(entry)));
            for (K one : keys) {
                setCurrentKey(one);
                if (row != null) {
                    action.apply(one);
                }
            }
        }
    }

    @Override
    public KeyedCapture capture() {
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
        } else if (own.version < versions.shared) {
            own = table.own(own, versions);
        }
        row = own;
        return own;
    }

    private Entry newRow() {
        KeyNumbers.check(key, checkKeys);
        Entry own = new Entry(numbers == KeyNumbers.NONE ? key : null, bits, versions.current);
        table.add(own, versions);
        return own;
    }

    void removeRowIfEmpty() {
        if (row != null && row.isEmpty()) {
            table.remove(row, versions);
            row = null;
        }
    }

    /** Removes an expired value's place, for the sweeper. */
    boolean isCurrent(Entry entry) {
        return entry == row;
    }

    /** Lets a new state take its values from the image. */
    void restore(Slot slot, TypeSerializer<?> namespaces, StateReader.EntryOf entries) {
        K before = key;
        new StateReader<>(this, slot, ofKey.clock.getAsLong()).read(image, namespaces, entries);
        if (before != null) {
            setCurrentKey(before);
        } else {
            key = null;
            row = null;
        }
    }

    void expiringUsed(StateTtlConfig config) {
        sweeper.used(config);
    }

    /** The values of the current key. */
    final class OfKey extends Slots {
        OfKey(StateBackend.Place place) {
            super("", "", place.clock());
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
        void added(Slot slot) {
            restore(slot, null, none -> ownRow());
        }

        @Override
        void expiringUsed(StateTtlConfig config) {
            HeapKeyedStateBackend.this.expiringUsed(config);
        }
    }
}

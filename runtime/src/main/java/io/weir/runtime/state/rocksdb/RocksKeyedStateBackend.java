package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.state.KeyNumbers;
import io.weir.runtime.state.KeyedCapture;
import io.weir.runtime.state.KeyedPart;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.NamespacedStateStore;
import io.weir.runtime.state.Sections;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.state.StateColumn;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.state.KeyedStateStore;
import io.weir.types.KeyChecks;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Keyed state as rows of a RocksDB database, so that there can be more than fits into memory. What is attached, such as
 * timers, stays on the heap. The task's thread owns it.
 *
 * @param <K> the type of the keys
 */
final class RocksKeyedStateBackend<K> implements KeyedStateBackend<K> {
    final LongSupplier clock;

    private final TypeInformation<K> keyType;
    private final KeyGroupRange groups;
    private final TypeSerializer<K> keys;
    private final boolean checkKeys;
    private final RocksStore store;
    private final ColumnNumbers numbers;
    private final boolean incremental;
    private final RocksStates states;
    private final Sections image;
    private final RecordInput input;
    private final RecordOutput value = new RecordOutput(256);

    /** The states that were asked for, by number. */
    private RocksColumn[] columns = {};

    private final List<KeyedPart> parts = new ArrayList<>();
    private final Set<String> stores = new HashSet<>();
    private final RocksSweeper sweeper;
    private K key;
    private int group;
    private boolean closed;

    /** Differs whenever the current key may have changed. */
    private int turn;

    RocksKeyedStateBackend(
            TypeInformation<K> keyType, StateBackend.Place place, RocksStart start, boolean incremental) {
        this.clock = place.clock();
        this.keyType = keyType;
        this.groups = place.groups();
        this.keys = keyType.createSerializer();
        this.checkKeys = KeyChecks.needRunTimeCheck(keyType);
        this.store = start.store();
        this.numbers = start.columns();
        this.incremental = incremental;
        this.input = new RecordInput(place.classLoader());
        this.image = new Sections(keyType, place);
        this.states = new RocksStates(new RocksCells(this, "", null));
        this.sweeper = new RocksSweeper(this);
    }

    @Override
    public void setCurrentKey(K newKey) {
        int newGroup = KeyGroups.groupOf(newKey, groups.maxParallelism());
        if (!groups.contains(newGroup)) {
            KeyNumbers.refuse(newKey);
        }
        turn++;
        key = newKey;
        group = newGroup;
        sweeper.keyChanged();
    }

    @Override
    public boolean wantsToExpect() {
        return false;
    }

    @Override
    public void expect(K expected) {
        // rows are not fetched before they are asked for
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
        if (!stores.add(name)) {
            throw new IllegalStateException("There is a store named '" + name + "' already");
        }
        return new RocksNamespaced<>(new RocksCells(this, name, namespaceType));
    }

    @Override
    public void attach(KeyedPart part) {
        parts.add(part);
        image.claim(StateColumn.of(part), (column, types) -> part.restorer(types));
    }

    @Override
    public void forEachKey(KeyAction<K> action) throws Exception {
        RocksKeys<K> all = new RocksKeys<>(this);
        for (int each = groups.first(); each < groups.first() + groups.count(); each++) {
            for (K one : all.of(each)) {
                setCurrentKey(one);
                if (all.hasRows()) {
                    action.apply(one);
                }
            }
        }
    }

    @Override
    public KeyedCapture capture(boolean portable) {
        return CapturedColumns.capture(this, incremental && !portable);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            key = null; // whoever still asks a state finds nothing, and no database that is gone
            turn++;
            store.release();
        }
    }

    // ---- for the states ----

    boolean hasKey() {
        return key != null;
    }

    int turn() {
        return turn;
    }

    /** Begins a row of the current key, without the number of the column. */
    void writeKey(RecordOutput row) {
        if (checkKeys) {
            KeyChecks.requireStableHash(key);
        }
        row.writeByte(group >>> 8);
        row.writeByte(group);
        row.writeByte(0);
        row.writeByte(0);
        row.beginStream();
        keys.serialize(key, row);
    }

    void refuseToWrite() {
        KeyNumbers.check(key, false);
    }

    RocksStore store() {
        return store;
    }

    /** Returns the state with a number, or null if there are only rows of it, but nobody has asked for it. */
    RocksColumn column(int number) {
        return number < columns.length ? columns[number] : null;
    }

    /** Returns the states that were asked for. */
    List<RocksColumn> columns() {
        return Arrays.stream(columns).filter(Objects::nonNull).toList();
    }

    ColumnNumbers numbers() {
        return numbers;
    }

    List<KeyedPart> parts() {
        return parts;
    }

    Sections image() {
        return image;
    }

    ClassLoader classLoader() {
        return input.classLoader();
    }

    /** Returns an empty output for the value of a row; good until the next one is asked for. */
    RecordOutput newValue() {
        value.reset();
        value.beginStream();
        return value;
    }

    /** Returns an input for some bytes; good until the next one is asked for. */
    RecordInput newInput(byte[] bytes, int from) {
        input.setBuffer(bytes, from, bytes.length - from);
        input.beginStream();
        return input;
    }

    /** Lets a new state take its values from the image. */
    void added(RocksColumn column, Runnable restore) {
        if (column.id() >= columns.length) {
            columns = Arrays.copyOf(columns, column.id() + 1);
        }
        columns[column.id()] = column;
        if (column.schema(keyType).hasGraphs()) {
            numbers.named(column.id());
        }
        K before = key;
        restore.run();
        key = before;
        if (before != null) {
            setCurrentKey(before);
        }
        turn++;
    }

    RocksSweeper sweeper() {
        return sweeper;
    }
}

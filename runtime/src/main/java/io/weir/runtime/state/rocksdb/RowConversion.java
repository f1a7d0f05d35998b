package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.Codec;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.serialization.RecordInput;
import io.weir.serialization.TypeSerializer;
import io.weir.state.MapStateDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes the rows of a state anew that were written by an earlier version of its classes, or with or without a time to
 * live. The task's thread owns it.
 *
 * @param <K> the type of the keys
 */
final class RowConversion<K> {
    private final RocksKeyedStateBackend<K> backend;
    private final RocksColumn column;
    private final RocksStore store;

    RowConversion(RocksKeyedStateBackend<K> backend, RocksColumn column) {
        this.backend = backend;
        this.column = column;
        this.store = backend.store();
    }

    /** A row that was read; of a map it is one of its entries, as a map. */
    record Row<K>(K key, Object namespace, Object value) {}

    /**
     * Takes all rows away, and gives each to whoever writes it anew.
     *
     * @param written how they were written
     * @param writer writes one
     */
    void convert(RocksReader.Written written, Consumer<Row<K>> writer) {
        KeyGroupRange groups = backend.keyGroups();
        for (int group = groups.first(); group < groups.first() + groups.count(); group++) {
            setAside(group);
            convert(group, written, writer);
        }
    }

    /** A row may be written anew under a key that another one had before. */
    private void setAside(int group) {
        try (RocksStore.Rows rows = rows(group, column.id())) {
            for (; rows.isValid(); rows.next()) {
                byte[] row = rows.key();
                byte[] value = rows.value();
                store.delete(row, row.length);
                ColumnNumbers.write(ColumnNumbers.TEMPORARY, row);
                store.put(row, row.length, value, value.length);
            }
        }
    }

    private RocksStore.Rows rows(int group, int number) {
        byte[] prefix = RocksStore.prefix(group, number);
        return store.rows(prefix, prefix.length, null);
    }

    @SuppressWarnings("unchecked") // keys are of the backend's type
    private void convert(int group, RocksReader.Written written, Consumer<Row<K>> writer) {
        Codec codec = Codec.ofPart(column.slot().descriptor(), written.column().expiring(), written.types());
        TypeSerializer<?> mapKeys = column.slot().descriptor() instanceof MapStateDescriptor<?, ?> map
                ? written.types().mapKeys(map.getKeyType().createSerializer())
                : null;
        try (RocksStore.Rows rows = rows(group, ColumnNumbers.TEMPORARY)) {
            for (; rows.isValid(); rows.next()) {
                byte[] row = rows.key();
                RecordInput in = backend.newInput(row, RocksCells.KEY);
                K key = (K) written.keys().deserialize(in);
                in.beginStream();
                Object namespace = written.namespaces() == null
                        ? null
                        : written.namespaces().deserialize(in);
                in.beginStream();
                Object mapKey = mapKeys == null ? null : mapKeys.deserialize(in);
                Object value = read(backend.newInput(rows.value(), 0), codec);
                store.delete(row, row.length);
                writer.accept(new Row<>(key, namespace, column.isMap() ? entry(mapKey, value) : value));
            }
        }
    }

    private Object read(RecordInput in, Codec codec) {
        if (column.isMap()) {
            return RocksColumn.readEntry(in, codec);
        }
        return column.isList() ? RocksColumn.readList(in, codec) : codec.read(in);
    }

    private static Map<Object, Object> entry(Object key, Object value) {
        Map<Object, Object> map = new HashMap<>();
        map.put(key, value);
        return map;
    }
}

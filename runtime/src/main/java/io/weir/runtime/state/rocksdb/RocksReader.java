package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.Codec;
import io.weir.runtime.state.Expiring;
import io.weir.runtime.state.KeyedPart;
import io.weir.runtime.state.Sections;
import io.weir.runtime.state.StateColumn;
import io.weir.runtime.state.WrittenTypes;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.state.MapStateDescriptor;
import java.util.Map;

/**
 * Makes rows of the values of one state in an image that does not know its backend. The task's thread owns it.
 *
 * @param <K> the type of the keys
 */
final class RocksReader<K> {
    private final RocksKeyedStateBackend<K> backend;
    private final RocksColumn column;
    private final RocksCells cells;
    private final TypeSerializer<Object> mapKeys;
    private final long now;

    /**
     * Creates it.
     *
     * @param backend whose current key is set to the key of each value
     * @param column the state
     * @param cells the store of the state, whose namespace is set likewise
     */
    RocksReader(RocksKeyedStateBackend<K> backend, RocksColumn column, RocksCells cells) {
        this.backend = backend;
        this.column = column;
        this.cells = cells;
        this.mapKeys = mapKeysOf(column);
        this.now = backend.clock.getAsLong();
    }

    @SuppressWarnings("unchecked") // it only ever gets keys of its type
    static TypeSerializer<Object> mapKeysOf(RocksColumn column) {
        return column.slot().descriptor() instanceof MapStateDescriptor<?, ?> map
                ? (TypeSerializer<Object>) map.getKeyType().createSerializer()
                : null;
    }

    /** Reads all values if there are any. */
    void read(Sections image) {
        Object namespace = cells.namespace();
        image.claim(column.column(), this::restorer);
        cells.setNamespace(namespace);
    }

    private KeyedPart.Restorer restorer(StateColumn written, WrittenTypes types) {
        TypeSerializer<K> keys = types.keys(backend.keyType().createSerializer());
        TypeSerializer<?> spaces = cells.namespaces() == null ? null : types.namespaces(cells.namespaces());
        Codec codec = Codec.reading(column.slot().descriptor(), written.expiring(), types);
        if (!types.changes().isEmpty() || written.expiring() != column.column().expiring()) {
            new RowConversion<>(backend, column).convert(new Written(keys, spaces, written, types), row -> {
                backend.setCurrentKey(row.key());
                cells.setNamespace(row.namespace());
                write(restored(row.value(), codec, written));
            });
        }
        return (group, in) -> {
            for (int left = in.readInt(); left > 0; left--) {
                backend.setCurrentKey(keys.deserialize(in));
                cells.setNamespace(spaces == null ? null : spaces.deserialize(in));
                write(restored(codec.read(in), codec, written));
            }
        };
    }

    private void write(Object value) {
        if (!column.isMap()) {
            cells.set(column.id(), value);
            return;
        }
        cells.select();
        for (Map.Entry<?, ?> each : ((Map<?, ?>) value).entrySet()) {
            int length = cells.appendEntry(mapKeys, each.getKey());
            RecordOutput out = backend.newValue();
            RocksColumn.writeEntry(each.getValue(), out, column.codec());
            cells.put(column, length, out);
        }
    }

    /** How the values of a state were written. */
    record Written(TypeSerializer<?> keys, TypeSerializer<?> namespaces, StateColumn column, WrittenTypes types) {}

    /** A state may have got a time to live since, or have lost it. */
    private Object restored(Object value, Codec codec, StateColumn written) {
        if (written.expiring() == column.column().expiring()) {
            return value;
        }
        return codec.map(value, each -> written.expiring() ? ((Expiring) each).value() : new Expiring(each, now));
    }
}

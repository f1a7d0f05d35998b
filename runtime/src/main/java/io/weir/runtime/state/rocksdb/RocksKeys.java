package io.weir.runtime.state.rocksdb;

import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the keys that have rows. The task's thread owns it.
 *
 * @param <K> the type of the keys
 */
final class RocksKeys<K> {
    private final RocksKeyedStateBackend<K> backend;
    private final TypeSerializer<K> keys;
    private final RecordOutput row = new RecordOutput(64);

    RocksKeys(RocksKeyedStateBackend<K> backend) {
        this.backend = backend;
        this.keys = backend.keyType().createSerializer();
    }

    /** Returns the keys of a group, each once although it may have rows of several states. */
    List<K> of(int keyGroup) {
        Set<ByteBuffer> found = new LinkedHashSet<>();
        byte[] prefix = {(byte) (keyGroup >>> 8), (byte) keyGroup};
        try (RocksStore.Rows rows = backend.store().rows(prefix, prefix.length, null)) {
            for (; rows.isValid(); rows.next()) {
                RecordInput in = backend.newInput(rows.key(), RocksCells.KEY);
                keys.deserialize(in);
                found.add(ByteBuffer.wrap(Arrays.copyOfRange(rows.key(), RocksCells.KEY, in.position())));
            }
        }
        List<K> all = new ArrayList<>(found.size());
        found.forEach(bytes -> all.add(keys.deserialize(backend.newInput(bytes.array(), 0))));
        return all;
    }

    /** Returns whether the current key has rows, which whoever acted on another one may have removed. */
    boolean hasRows() {
        row.reset();
        backend.writeKey(row);
        byte[] bytes = row.getBuffer();
        for (RocksColumn column : backend.columns()) {
            bytes[RocksCells.COLUMN] = (byte) (column.id() >>> 8);
            bytes[RocksCells.COLUMN + 1] = (byte) column.id();
            if (backend.store().hasAny(bytes, row.position())) {
                return true;
            }
        }
        return false;
    }
}

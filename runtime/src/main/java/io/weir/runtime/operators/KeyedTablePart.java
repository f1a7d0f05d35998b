package io.weir.runtime.operators;

import io.weir.runtime.operators.KeyedTable.Row;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.state.KeyedPart;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.StateSchema;
import io.weir.runtime.state.Versions;
import io.weir.runtime.state.WrittenTypes;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.List;

/**
 * Captures a table of one value per key. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class KeyedTablePart<K, V> implements KeyedPart {
    private final String name;
    private final KeyedStateBackend<K> backend;
    private final KeyedTable<K, V> table;
    private final TypeInformation<V> valueType;

    /**
     * Creates it.
     *
     * @param name the name, unique within the operator
     * @param backend what it is captured with
     * @param table the table
     * @param valueType the type of its values
     */
    KeyedTablePart(String name, KeyedStateBackend<K> backend, KeyedTable<K, V> table, TypeInformation<V> valueType) {
        this.name = name;
        this.backend = backend;
        this.table = table;
        this.valueType = valueType;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String types() {
        return valueType.toString();
    }

    @Override
    public StateSchema schema() {
        return StateSchema.ofPart(
                backend.keyType(),
                null,
                valueType,
                (key, none, value) -> StateSchema.rows(
                        "row", List.of(StateSchema.field("key", key), StateSchema.field("value", value))));
    }

    @Override
    public Restorer restorer(WrittenTypes written) {
        TypeSerializer<K> keys = written.keys(backend.keyType().createSerializer());
        TypeSerializer<V> values = written.values(valueType.createSerializer());
        return (group, in) -> restore(in, keys, values);
    }

    private void restore(RecordInput in, TypeSerializer<K> keys, TypeSerializer<V> values) {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            table.row(keys.deserialize(in)).value = values.deserialize(in);
        }
    }

    @Override
    public Frozen freeze() {
        Versions.Lease lease = table.freeze();
        return new FrozenRows(table.rows(), lease);
    }

    /** The rows at one moment. One thread at a time owns it. */
    private final class FrozenRows implements Frozen {
        private final Row<V>[] rows;
        private final Versions.Lease lease;

        /** The rows by key group, sorted when the first group is written. */
        private List<List<Row<V>>> byGroup;

        FrozenRows(Row<V>[] rows, Versions.Lease lease) {
            this.rows = rows;
            this.lease = lease;
        }

        @Override
        @SuppressWarnings("unchecked") // rows are made of keys
        public void write(int keyGroup, RecordOutput out) {
            if (byGroup == null) {
                sort();
            }
            List<Row<V>> group = byGroup.get(keyGroup - backend.keyGroups().first());
            if (group.isEmpty()) {
                return;
            }
            TypeSerializer<K> keys = backend.keyType().createSerializer();
            TypeSerializer<V> values = valueType.createSerializer();
            out.writeInt(group.size());
            for (Row<V> row : group) {
                keys.serialize((K) row.key(), out);
                values.serialize(row.value, out);
            }
        }

        private void sort() {
            KeyGroupRange groups = backend.keyGroups();
            byGroup = new ArrayList<>(groups.count());
            for (int i = 0; i < groups.count(); i++) {
                byGroup.add(new ArrayList<>());
            }
            for (Row<V> row : rows) {
                // A reduce may have made nothing of all values.
                if (row != null && row.value != null) {
                    int group = KeyGroups.groupOf(row.key(), groups.maxParallelism());
                    byGroup.get(group - groups.first()).add(row);
                }
            }
        }

        @Override
        public void close() {
            lease.close();
        }
    }
}

package io.weir.runtime.operators.windowing;

import io.weir.runtime.state.KeyedPart;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/**
 * All slices at one moment. One thread at a time owns it, not necessarily the task's.
 *
 * @param <K> the type of the keys
 */
final class FrozenSlices<K> implements KeyedPart.Frozen {
    private final Map<Long, CapturedTable.Frozen<K, Object>> tables;
    private final IntToLongFunction progress;
    private final TypeInformation<K> keyType;
    private final TypeInformation<Object> valueType;
    private final int maxParallelism;

    /** By key group and start of the slice; made by the thread that writes. */
    private Map<Integer, Map<Long, Map<K, Object>>> groups;

    FrozenSlices(
            Map<Long, CapturedTable.Frozen<K, Object>> tables,
            IntToLongFunction progress,
            TypeInformation<K> keyType,
            TypeInformation<Object> valueType,
            int maxParallelism) {
        this.tables = tables;
        this.progress = progress;
        this.keyType = keyType;
        this.valueType = valueType;
        this.maxParallelism = maxParallelism;
    }

    @Override
    public void write(int keyGroup, RecordOutput out) {
        if (groups == null) {
            divide();
        }
        Map<Long, Map<K, Object>> slices = groups.get(keyGroup);
        if (slices == null) {
            return;
        }
        TypeSerializer<K> keys = keyType.createSerializer();
        TypeSerializer<Object> values = valueType.createSerializer();
        out.writeLong(progress.applyAsLong(keyGroup));
        out.writeInt(slices.size());
        slices.forEach((start, rows) -> {
            out.writeLong(start);
            out.writeInt(rows.size());
            rows.forEach((key, value) -> {
                keys.serialize(key, out);
                values.serialize(value, out);
            });
        });
    }

    private void divide() {
        groups = new TreeMap<>();
        tables.forEach((start, table) -> table.byGroup(maxParallelism)
                .forEach((group, rows) ->
                        groups.computeIfAbsent(group, none -> new TreeMap<>()).put(start, rows)));
    }

    @Override
    public void close() {
        tables.values().forEach(CapturedTable.Frozen::close);
    }
}

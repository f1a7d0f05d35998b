package io.weir.runtime.state;

import io.weir.schema.GenericRecord;
import io.weir.schema.TypeSchema;
import io.weir.serialization.GenericReader;
import io.weir.serialization.RecordInput;
import io.weir.serialization.ValueReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads what was kept of one state without the program's classes. One thread owns it. */
final class GenericSections {
    private static final String KEY = "key";
    private static final String NAMESPACE = "namespace";

    private final StateColumn column;
    private final ValueReader<Object> keys;
    private final ValueReader<Object> namespaces;
    private final ValueReader<Object> mapKeys;
    private final ValueReader<Object> values;
    private final ValueReader<Object> section;

    /**
     * Creates it.
     *
     * @param column what is told of the state
     * @param schema how it was written
     */
    GenericSections(StateColumn column, StateSchema schema) {
        this.column = column;
        this.keys = reader(schema.key());
        this.namespaces = reader(schema.namespace());
        this.mapKeys = reader(schema.mapKey());
        this.values = reader(schema.value());
        this.section = reader(schema.section());
    }

    private static ValueReader<Object> reader(TypeSchema schema) {
        return schema == null ? null : GenericReader.of(schema);
    }

    /** Reads a key group. */
    void read(byte[] bytes, Consumer<StateEntry> entries) {
        RecordInput in = RecordInput.described(null);
        in.setBuffer(bytes);
        if (section != null) {
            flatten("", section.read(in), Map.of(), entries);
            return;
        }
        for (int left = in.readInt(); left > 0; left--) {
            Object key = keys.read(in);
            Object namespace = namespaces == null ? null : namespaces.read(in);
            entries.accept(new StateEntry(key, namespace, read(in)));
        }
    }

    /** Reads an element of a list that does not belong to keys, or a map. */
    Object readElement(byte[] bytes) {
        RecordInput in = RecordInput.described(null);
        in.setBuffer(bytes);
        return read(in);
    }

    private Object read(RecordInput in) {
        return switch (column.kind()) {
            case LIST -> {
                List<Object> list = new ArrayList<>();
                for (int left = in.readVarInt(true); left > 0; left--) {
                    list.add(readValue(in));
                }
                yield list;
            }
            case MAP -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int left = in.readVarInt(true); left > 0; left--) {
                    Object key = mapKeys.read(in);
                    map.put(key, in.readBoolean() ? readValue(in) : null);
                }
                yield map;
            }
            case VALUE, REDUCING, AGGREGATING, PART -> readValue(in);
        };
    }

    private Object readValue(RecordInput in) {
        if (column.expiring()) {
            in.readLong(); // when it was used last
            return in.readBoolean() ? values.read(in) : null;
        }
        return values.read(in);
    }

    /**
     * Makes an entry of whatever has a key in it, with what stands around it: the start of a slice, whether a timer goes by
     * event time.
     */
    private static void flatten(String name, Object part, Map<String, Object> around, Consumer<StateEntry> entries) {
        if (part instanceof List<?> list) {
            Map<String, Object> inside = new LinkedHashMap<>(around);
            if (!name.isEmpty()) {
                inside.put("of", name);
            }
            list.forEach(each -> flatten("", each, inside, entries));
        } else if (part instanceof GenericRecord fields && fields.fields().containsKey(KEY)) {
            Map<String, Object> value = new LinkedHashMap<>(around);
            value.putAll(fields.fields());
            Object key = value.remove(KEY);
            Object namespace = value.remove(NAMESPACE);
            entries.accept(new StateEntry(key, namespace, value));
        } else if (part instanceof GenericRecord fields) {
            Map<String, Object> inside = new LinkedHashMap<>(around);
            fields.fields().forEach((each, value) -> {
                if (!(value instanceof List<?>)) {
                    inside.put(each, value);
                }
            });
            fields.fields().forEach((each, value) -> {
                if (value instanceof List<?>) {
                    flatten(each, value, inside, entries);
                }
            });
        } else {
            entries.accept(new StateEntry(null, null, part));
        }
    }
}

package io.weir.client;

import io.weir.runtime.state.StateEntry;
import io.weir.schema.GenericRecord;
import io.weir.schema.Opaque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows values that were read without their classes, as text and as JSON. No state. */
final class StateValues {
    private StateValues() {}

    /** Returns a line for people. */
    static String text(StateEntry entry) {
        String line = entry.key() == null ? "" : text(entry.key()) + " : ";
        if (entry.namespace() != null) {
            line += text(entry.namespace()) + " : ";
        }
        return line + text(entry.value());
    }

    /** Returns a value for people. */
    static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(StateValues::text).orElse("nothing");
        }
        if (value instanceof Opaque opaque) {
            return opaque.className() + " (" + opaque.length() + " bytes that only Kryo can read)";
        }
        if (value instanceof GenericRecord fields) {
            return text(fields.fields());
        }
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, each) -> entries.add(text(key) + "=" + text(each)));
            return "{" + String.join(", ", entries) + "}";
        }
        if (value instanceof Collection<?> collection) {
            return "["
                    + String.join(
                            ", ", collection.stream().map(StateValues::text).toList()) + "]";
        }
        return String.valueOf(value);
    }

    /** Returns what JSON shows of an entry. */
    static Map<String, Object> json(StateEntry entry) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (entry.key() != null) {
            values.put("key", json(entry.key()));
        }
        if (entry.namespace() != null) {
            values.put("namespace", json(entry.namespace()));
        }
        values.put("value", json(entry.value()));
        return values;
    }

    /** Numbers and texts stay, objects become objects, maps with other keys than texts become lists of entries. */
    private static Object json(Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof byte[]) {
            return value;
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(StateValues::json).orElse(null);
        }
        if (value instanceof Opaque opaque) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("class", opaque.className());
            shown.put("unreadableBytes", opaque.length());
            return shown;
        }
        if (value instanceof GenericRecord fields) {
            return json(fields.fields());
        }
        if (value instanceof Collection<?> collection) {
            List<Object> all = new ArrayList<>();
            collection.forEach(each -> all.add(json(each)));
            return all;
        }
        return value instanceof Map<?, ?> map ? jsonOf(map) : value.toString();
    }

    private static Object jsonOf(Map<?, ?> map) {
        if (map.keySet().stream().allMatch(key -> key instanceof String)) {
            Map<String, Object> all = new LinkedHashMap<>();
            map.forEach((key, each) -> all.put((String) key, json(each)));
            return all;
        }
        List<Object> all = new ArrayList<>();
        map.forEach((key, each) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("key", json(key));
            entry.put("value", json(each));
            all.add(entry);
        });
        return all;
    }
}

package io.weir.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of an object whose class is not there. Immutable, as far as the values are.
 *
 * @param className the class that the object had
 * @param fields the values by name, in the order in which they were written; null for fields that were null
 */
public record GenericRecord(String className, Map<String, Object> fields) {
    /** Copies the map. */
    public GenericRecord {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Returns the value of a field, or null. */
    public Object get(String name) {
        return fields.get(name);
    }

    @Override
    public String toString() {
        return TypeSchema.simpleName(className) + fields;
    }
}

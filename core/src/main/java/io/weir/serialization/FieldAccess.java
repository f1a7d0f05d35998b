package io.weir.serialization;

import java.util.List;

/**
 * Generated access to one field of a record or POJO, see {@link ObjectCodec} for how. Holds no state.
 */
public abstract class FieldAccess {
    /** For the template. */
    FieldAccess() {}

    /**
     * Creates access to a field.
     *
     * @param type a class that has an {@link ObjectLayout}
     * @param field the position of the field in the layout
     * @return the access
     */
    public static FieldAccess of(Class<?> type, int field) {
        ObjectLayout layout = ObjectLayout.of(type)
                .orElseThrow(() -> new IllegalArgumentException(type + " is neither a record nor a POJO"));
        ObjectHandles handles = new ObjectHandles(layout);
        return ObjectCodec.instantiate(
                FieldAccess.class, "FieldAccessTemplate", List.of(handles.boxedGetter(field), handles.wither(field)));
    }

    /**
     * Returns the field.
     *
     * @param value the object
     * @return its field
     */
    public abstract Object get(Object value);

    /**
     * Returns an object with another field. The other fields are those of the original, not copies of them.
     *
     * @param value the original, which stays as it is
     * @param field the new field
     * @return the new object
     */
    public abstract Object with(Object value, Object field);
}

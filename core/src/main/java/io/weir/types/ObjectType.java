package io.weir.types;

import io.weir.serialization.ObjectSerializer;
import io.weir.serialization.SerializerContext;
import io.weir.serialization.TypeSerializer;
import java.util.List;

/**
 * A Java record, or a POJO: a class with a constructor without parameters whose fields are public or have getters and
 * setters.
 *
 * @param <T> the type
 */
public final class ObjectType<T> extends FieldsType<T> {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a type.
     *
     * @param type the class
     * @param names the names of the fields, in the order of the class's layout
     * @param fields the types of the fields
     */
    ObjectType(Class<T> type, List<String> names, List<? extends TypeInformation<?>> fields) {
        super(type, names, fields);
    }

    /** Returns whether it is a Java record. */
    public boolean isRecord() {
        return getTypeClass().isRecord();
    }

    @Override
    public boolean isKeyType() {
        return KeyChecks.hasStableHash(getTypeClass()) && super.isKeyType();
    }

    @Override
    TypeSerializer<T> serializerOf(List<TypeSerializer<?>> fieldSerializers, SerializerContext context) {
        return new ObjectSerializer<>(getTypeClass(), fieldSerializers, context);
    }

    @Override
    String describeField(int position) {
        return fieldNames().get(position) + ": " + fieldType(position);
    }
}

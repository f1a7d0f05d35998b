package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;

/**
 * A serializer of values of one class without parts. It holds no state.
 *
 * @param <T> the type
 */
abstract class BasicSerializer<T> extends TypeSerializer<T> {
    private final Class<T> type;

    BasicSerializer(Class<T> type, boolean acceptsNull) {
        super(acceptsNull, true);
        this.type = type;
    }

    @Override
    public final T copy(T value) {
        return value;
    }

    @Override
    public final TypeSchema describe() {
        return new TypeSchema.Basic(type.getName());
    }

    @Override
    public final ValueReader<T> readerOf(TypeSchema written, SchemaPath path) {
        if (written.equals(describe())) {
            return this::deserialize;
        }
        if (written instanceof TypeSchema.Basic basic && Widening.isPossible(basic.className(), type)) {
            path.note(basic.text() + " became " + type.getSimpleName());
            return Widening.reader(basic.className(), type);
        }
        throw path.changed(written, describe());
    }
}

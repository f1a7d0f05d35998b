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
        String className = classOf(written);
        if (type.getName().equals(className)) {
            ValueReader<Object> reader = GenericReader.of(written);
            return in -> type.cast(reader.read(in));
        }
        if (Widening.isPossible(className, type)) {
            path.note(written.text() + " became " + type.getSimpleName());
            return Widening.reader(GenericReader.of(written), type);
        }
        throw path.changed(written, describe());
    }

    /** Returns the name of the class of values without parts; empty if they have parts. */
    private static String classOf(TypeSchema written) {
        if (written instanceof TypeSchema.CompactLong) {
            return Long.class.getName();
        }
        return written instanceof TypeSchema.Basic basic ? basic.className() : "";
    }
}

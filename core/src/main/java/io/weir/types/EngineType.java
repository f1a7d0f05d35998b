package io.weir.types;

import io.weir.serialization.SerializerContext;
import io.weir.serialization.TypeSerializer;

/**
 * A type that the engine knows by itself.
 *
 * @param <T> the type
 */
abstract class EngineType<T> extends TypeInformation<T> {
    private static final long serialVersionUID = 1L;

    @Override
    public final TypeSerializer<T> createSerializer() {
        return createSerializer(newContext());
    }

    /** Returns what the parts of one serializer share. */
    static SerializerContext newContext() {
        return new SerializerContext(TypeAnalyzer::serializerOf);
    }

    @Override
    public abstract TypeSerializer<T> createSerializer(SerializerContext context);
}

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
        return createSerializer(new SerializerContext(TypeAnalyzer::serializerOf));
    }

    @Override
    public abstract TypeSerializer<T> createSerializer(SerializerContext context);
}

package io.weir.types;

import io.weir.serialization.BasicSerializers;
import io.weir.serialization.SerializerContext;
import io.weir.serialization.TypeSerializer;
import java.util.Optional;

/**
 * A type that is one value: boxed primitives, String, big numbers, UUID, java.time.
 *
 * @param <T> the type
 */
public final class BasicType<T> extends EngineType<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;

    private BasicType(Class<T> type) {
        this.type = type;
    }

    /** Returns the basic type of a class, if it is one. */
    static <T> Optional<TypeInformation<T>> find(Class<T> type) {
        return BasicSerializers.of(type).map(serializer -> new BasicType<>(type));
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isKeyType() {
        return type != Void.class;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerContext context) {
        return BasicSerializers.of(type).orElseThrow();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BasicType<?> that && type == that.type;
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}

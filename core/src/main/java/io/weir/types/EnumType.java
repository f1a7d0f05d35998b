package io.weir.types;

import io.weir.serialization.EnumSerializer;
import io.weir.serialization.SerializerContext;
import io.weir.serialization.TypeSerializer;

/**
 * An enum. It is no key: the hash of its constants differs from process to process.
 *
 * @param <E> the enum
 */
public final class EnumType<E extends Enum<E>> extends EngineType<E> {
    private static final long serialVersionUID = 1L;

    private final Class<E> type;

    /**
     * Creates a type.
     *
     * @param type the enum
     */
    EnumType(Class<E> type) {
        this.type = type;
    }

    @Override
    public Class<E> getTypeClass() {
        return type;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<E> createSerializer(SerializerContext context) {
        return new EnumSerializer<>(type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnumType<?> that && type == that.type;
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public String toString() {
        return "Enum<" + type.getSimpleName() + ">";
    }
}

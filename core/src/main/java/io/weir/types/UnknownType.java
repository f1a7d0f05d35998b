package io.weir.types;

import io.weir.serialization.SerializerContext;
import io.weir.serialization.TypeSerializer;
import java.lang.reflect.Modifier;

/**
 * A type of which no more than a class or interface is known before run time. Values name their class once per stream
 * and are serialized as their class demands.
 *
 * @param <T> the type
 */
public final class UnknownType<T> extends EngineType<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> bound;

    /**
     * Creates a type.
     *
     * @param bound what is known: a class or interface of all values, maybe Object
     */
    public UnknownType(Class<T> bound) {
        this.bound = bound;
    }

    @Override
    public Class<T> getTypeClass() {
        return bound;
    }

    @Override
    public boolean isKeyType() {
        boolean concrete = bound != Object.class && !Modifier.isAbstract(bound.getModifiers());
        return !concrete || KeyChecks.hasStableHash(bound);
    }

    @Override
    public boolean isUnknown() {
        return true;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerContext context) {
        return context.unknown(bound);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnknownType<?> that && bound == that.bound;
    }

    @Override
    public int hashCode() {
        return bound.hashCode();
    }

    @Override
    public String toString() {
        return "Unknown<" + bound.getSimpleName() + ">";
    }
}

package io.weir.types;

import io.weir.serialization.ArraySerializers;
import io.weir.serialization.SerializerContext;
import io.weir.serialization.TypeSerializer;

/**
 * An array. It is no key: arrays hash by identity.
 *
 * @param <A> the array
 */
public final class ArrayType<A> extends EngineType<A> {
    private static final long serialVersionUID = 1L;

    private final Class<A> type;
    private final TypeInformation<?> element;

    /**
     * Creates a type.
     *
     * @param type the class of the array
     * @param element the type of the elements, boxed for primitives
     */
    ArrayType(Class<A> type, TypeInformation<?> element) {
        this.type = type;
        this.element = element;
    }

    @Override
    public Class<A> getTypeClass() {
        return type;
    }

    /** Returns the type of the elements, boxed for primitives. */
    public TypeInformation<?> elementType() {
        return element;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<A> createSerializer(SerializerContext context) {
        Class<?> component = type.getComponentType();
        return component.isPrimitive() ? ArraySerializers.primitive(type) : objectArray(component, context);
    }

    @SuppressWarnings("unchecked") // A is an array of C, and the elements are of type C
    private <C> TypeSerializer<A> objectArray(Class<C> component, SerializerContext context) {
        TypeSerializer<C> serializer = (TypeSerializer<C>) element.createSerializer(context);
        return (TypeSerializer<A>) ArraySerializers.objects(component, serializer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArrayType<?> that && type == that.type && element.equals(that.element);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + element.hashCode();
    }

    @Override
    public String toString() {
        return type.getComponentType().isPrimitive() ? type.getSimpleName() : element + "[]";
    }
}

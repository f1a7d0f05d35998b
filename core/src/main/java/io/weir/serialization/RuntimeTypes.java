package io.weir.serialization;

/** Finds the serializer of a class that shows at run time. Implemented by the type system, which this package must not know. */
@FunctionalInterface
public interface RuntimeTypes {
    /**
     * Creates the serializer of a class.
     *
     * @param type the class
     * @param context what the serializers share; its {@code kryo(type)} is the answer where there is no better one
     * @return a serializer of the class
     */
    TypeSerializer<?> serializerOf(Class<?> type, SerializerContext context);
}

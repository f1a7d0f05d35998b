package io.weir.serialization;

/**
 * What the serializers that make up one serializer share: above all the one for unknown types, which knows by run-time
 * class how to go on. One thread owns it, like the serializers.
 */
public final class SerializerContext {
    private final RuntimeTypes runtimeTypes;
    private UnknownSerializer unknown;
    private KryoGraphs graphs;

    /**
     * Creates a context.
     *
     * @param runtimeTypes finds serializers of classes that show at run time
     */
    public SerializerContext(RuntimeTypes runtimeTypes) {
        this.runtimeTypes = runtimeTypes;
    }

    /**
     * Returns the serializer of types that are not known before run time. It takes null.
     *
     * @param <T> what the caller takes the values for
     * @return the serializer
     */
    @SuppressWarnings("unchecked") // it returns what was given to it, whatever that is
    public <T> TypeSerializer<T> unknown() {
        if (unknown == null) {
            unknown = new UnknownSerializer(runtimeTypes, this);
        }
        return (TypeSerializer<T>) unknown;
    }

    /**
     * Returns a serializer that leaves objects of a class, and all that they refer to, to Kryo.
     *
     * @param type the class
     * @return the serializer
     */
    public TypeSerializer<Object> kryo(Class<?> type) {
        if (graphs == null) {
            graphs = new KryoGraphs();
        }
        return graphs.serializerOf(type);
    }
}

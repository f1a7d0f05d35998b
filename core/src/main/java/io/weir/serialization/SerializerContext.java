package io.weir.serialization;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What the serializers that make up one serializer share: the serializers of the classes that showed at run time, and
 * Kryo. One thread owns it, like the serializers.
 */
public final class SerializerContext {
    private final RuntimeTypes runtimeTypes;
    private final Map<Class<?>, UnknownSerializer.Entry> entries = new IdentityHashMap<>();
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
     * Creates a serializer of values of a type that is not known before run time. It takes null.
     *
     * @param <T> what the caller takes the values for
     * @return the serializer
     */
    @SuppressWarnings("unchecked") // it returns what was given to it, whatever that is
    public <T> TypeSerializer<T> unknown() {
        return (TypeSerializer<T>) new UnknownSerializer(this);
    }

    /** Returns what is known about a class that showed at run time. */
    UnknownSerializer.Entry entryOf(Class<?> type) {
        UnknownSerializer.Entry entry = entries.get(type);
        if (entry == null) {
            entry = newEntry(type);
            entries.put(type, entry);
        }
        return entry;
    }

    @SuppressWarnings("unchecked") // the serializer is asked for by the class of the values it gets
    private UnknownSerializer.Entry newEntry(Class<?> type) {
        Class<?> wireClass = UnknownSerializer.wireClassOf(type);
        return new UnknownSerializer.Entry(
                wireClass, (TypeSerializer<Object>) runtimeTypes.serializerOf(wireClass, this));
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

package io.weir.serialization;

import io.weir.schema.SchemaMismatch;
import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.util.WeirException;
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
        return (TypeSerializer<T>) new UnknownSerializer(this, Object.class);
    }

    /**
     * Creates a serializer of values of a type that is not known before run time. It takes null.
     *
     * @param bound a class or interface of all values
     * @param <T> what the caller takes the values for
     * @return the serializer
     */
    @SuppressWarnings("unchecked") // it returns what was given to it, which is of that class
    public <T> TypeSerializer<T> unknown(Class<T> bound) {
        return (TypeSerializer<T>) new UnknownSerializer(this, bound);
    }

    /**
     * Returns what reads the values of a class that a described stream has named.
     *
     * @param name the class
     * @param written how its values were written
     * @param classLoader where the class is looked up
     * @return reads them
     * @throws SchemaMismatch if the class is not there or is another one now
     */
    ValueReader<?> readerOf(String name, TypeSchema written, ClassLoader classLoader) {
        SchemaPath path = SchemaPath.of("class " + name);
        Class<?> type;
        try {
            type = ClassDictionary.load(name, classLoader);
        } catch (WeirException e) {
            throw path.mismatch("it is not there any more, but state holds objects of it", "keep the class");
        }
        return entryOf(type).serializer().readerOf(written, path);
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

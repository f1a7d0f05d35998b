package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Serializes values whose type is not known before run time: the class, through the dictionary of the stream, then the
 * value by the serializer of that class. Null is a class of its own. One thread owns it.
 *
 * <p>The JDK's private collections, as {@code List.of} makes them, are read as {@code ArrayList},
 * {@code LinkedHashSet} and {@code LinkedHashMap}, the entries of maps as {@code SimpleImmutableEntry}: no program can
 * name the classes that they had.
 */
final class UnknownSerializer extends TypeSerializer<Object> {
    /**
     * How the values of a class are serialized.
     *
     * @param wireClass the class that they are written as
     * @param serializer its serializer
     */
    record Entry(Class<?> wireClass, TypeSerializer<Object> serializer) {}

    private final SerializerContext context;
    private final Class<?> bound;

    // What stands in one place of a record is mostly of one class, so that each place remembers the last one.
    private Class<?> lastClass;
    private Entry lastEntry;

    UnknownSerializer(SerializerContext context, Class<?> bound) {
        super(true, false);
        this.context = context;
        this.bound = bound;
    }

    @Override
    public void serialize(Object value, RecordOutput out) {
        if (value == null) {
            ClassDictionary.writeClass(null, out);
            return;
        }
        Entry entry = entryOf(value.getClass());
        ClassDictionary.writeClass(entry.wireClass, entry.serializer, out);
        entry.serializer.serialize(value, out);
    }

    @Override
    public Object deserialize(RecordInput in) {
        if (in.isDescribed()) {
            return deserializeDescribed(in);
        }
        Class<?> type = ClassDictionary.readClass(in);
        return type == null ? null : entryOf(type).serializer.deserialize(in);
    }

    private Object deserializeDescribed(RecordInput in) {
        ClassDictionary.Described described = ClassDictionary.readDescribed(in);
        if (described == null) {
            return null;
        }
        if (described.reader == null) {
            described.reader = context.readerOf(described.name, described.schema, in.classLoader());
        }
        return described.reader.read(in);
    }

    @Override
    public TypeSchema describe() {
        return new TypeSchema.Unknown(bound.getName());
    }

    @Override
    public ValueReader<Object> readerOf(TypeSchema written, SchemaPath path) {
        if (!(written instanceof TypeSchema.Unknown unknown)) {
            throw path.changed(written, describe());
        }
        if (!unknown.bound().equals(bound.getName()) && bound != Object.class) {
            throw path.mismatch(
                    "its values were any of " + unknown.bound() + " and are now to be of " + bound.getName(),
                    "keep its type");
        }
        return this::deserialize;
    }

    @Override
    public Object copy(Object value) {
        return value == null ? null : entryOf(value.getClass()).serializer.copy(value);
    }

    private Entry entryOf(Class<?> type) {
        if (type != lastClass) {
            lastEntry = context.entryOf(type);
            lastClass = type;
        }
        return lastEntry;
    }

    /** Returns the class that a value of a class is written as. */
    static Class<?> wireClassOf(Class<?> type) {
        if (Enum.class.isAssignableFrom(type) && !type.isEnum() && type != Enum.class) {
            return type.getSuperclass(); // a constant with a body
        }
        if (Modifier.isPublic(type.getModifiers())
                || !type.getName().startsWith("java.util.")
                || EnumSet.class.isAssignableFrom(type)) {
            return type;
        }
        if (Map.class.isAssignableFrom(type)) {
            return LinkedHashMap.class;
        }
        if (Map.Entry.class.isAssignableFrom(type)) {
            return AbstractMap.SimpleImmutableEntry.class;
        }
        if (Set.class.isAssignableFrom(type)) {
            return LinkedHashSet.class;
        }
        return Collection.class.isAssignableFrom(type) ? ArrayList.class : type;
    }
}

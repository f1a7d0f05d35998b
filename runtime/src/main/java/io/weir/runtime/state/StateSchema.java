package io.weir.runtime.state;

import io.weir.schema.SchemaFormat;
import io.weir.schema.TypeSchema;
import io.weir.schema.TypeSchema.Counted;
import io.weir.schema.TypeSchema.Field;
import io.weir.schema.TypeSchema.Sequence;
import io.weir.serialization.CompactLong;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapStateDescriptor;
import io.weir.state.StateDescriptor;
import io.weir.types.TypeInformation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * How one state was written. It stands in front of its values, so that they can be read by a later version of their
 * classes, and without them. Immutable.
 *
 * @param key the keys; null in states that do not belong to keys
 * @param namespace the namespaces; null if there are none
 * @param mapKey the keys of each map; null if it is no map
 * @param value the values, elements of each list, or values of each map; null if there are none, as with timers
 * @param section all that is written for a key group, if it is a {@link KeyedPart}; else null, as the kind of the state tells
 */
public record StateSchema(
        TypeSchema key, TypeSchema namespace, TypeSchema mapKey, TypeSchema value, TypeSchema section) {
    private static final TypeSchema LONG = new TypeSchema.Basic(Long.class.getName());

    /**
     * Describes a state.
     *
     * @param keyType the type of the keys, or null if it does not belong to keys
     * @param namespaceType the type of the namespaces, or null
     * @param descriptor the state
     * @return how it is written
     */
    public static StateSchema of(
            TypeInformation<?> keyType, TypeInformation<?> namespaceType, StateDescriptor<?, ?> descriptor) {
        TypeSchema key = describe(keyType);
        TypeSchema namespace = describe(namespaceType);
        if (descriptor instanceof MapStateDescriptor<?, ?> map) {
            return new StateSchema(key, namespace, describe(map.getKeyType()), describe(map.getValueType()), null);
        }
        TypeInformation<?> value = descriptor instanceof ListStateDescriptor<?> list
                ? list.getElementType()
                : descriptor.getTypeInformation();
        return new StateSchema(key, namespace, null, describe(value), null);
    }

    /**
     * Describes a part.
     *
     * @param keyType the type of the keys
     * @param namespaceType the type of the namespaces, or null
     * @param valueType the type of the values, or null
     * @param layout how a key group is written, given keys, namespaces and values
     * @return how it is written
     */
    public static StateSchema ofPart(
            TypeInformation<?> keyType, TypeInformation<?> namespaceType, TypeInformation<?> valueType, Layout layout) {
        TypeSchema key = describe(keyType);
        TypeSchema namespace = describe(namespaceType);
        TypeSchema value = describe(valueType);
        return new StateSchema(key, namespace, null, value, layout.section(key, namespace, value));
    }

    /** How a {@link KeyedPart} writes a key group. */
    @FunctionalInterface
    public interface Layout {
        /** Returns its description; namespace and value are null if there are none. */
        TypeSchema section(TypeSchema key, TypeSchema namespace, TypeSchema value);
    }

    /** Returns a field of a {@link Layout} that holds something else. */
    public static Field field(String name, TypeSchema type) {
        return new Field(name, false, type);
    }

    /** Returns a field of a {@link Layout} that is a number of 64 bits. */
    public static Field number(String name) {
        return new Field(name, true, LONG);
    }

    /** Returns a part of a {@link Layout}: a number (32 bits), then so many times these fields. */
    public static TypeSchema rows(String name, List<Field> fields) {
        return new Counted(new Sequence(name, fields));
    }

    private static TypeSchema describe(TypeInformation<?> type) {
        return type == null ? null : type.createSerializer().describe();
    }

    /** Returns whether all of it can be read without a serializer of the program. */
    public boolean isReadable() {
        return all().stream().allMatch(TypeSchema::isReadable);
    }

    /** Returns whether only the values show of which classes they are. */
    public boolean namesClasses() {
        return all().stream().anyMatch(TypeSchema::namesClasses);
    }

    /** Returns whether Kryo writes any of it, which tells what changes of its classes need only where it describes them. */
    public boolean hasGraphs() {
        return all().stream().anyMatch(StateSchema::hasGraphs);
    }

    private static boolean hasGraphs(TypeSchema schema) {
        return schema instanceof TypeSchema.Graph || schema.parts().stream().anyMatch(StateSchema::hasGraphs);
    }

    private List<TypeSchema> all() {
        return Stream.of(key, namespace, mapKey, value, section)
                .filter(each -> each != null)
                .toList();
    }

    /** Returns the description of the same state if numbers are written in as few bytes as they need. */
    StateSchema compact() {
        return new StateSchema(
                CompactLong.insteadOf(key),
                CompactLong.insteadOf(namespace),
                CompactLong.insteadOf(mapKey),
                CompactLong.insteadOf(value),
                section);
    }

    /** Returns it as bytes. */
    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            for (TypeSchema each : new TypeSchema[] {key, namespace, mapKey, value, section}) {
                out.writeBoolean(each != null);
                if (each != null) {
                    SchemaFormat.write(each, out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #toBytes} returned. */
    static StateSchema ofBytes(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        return new StateSchema(read(in), read(in), read(in), read(in), read(in));
    }

    private static TypeSchema read(DataInputStream in) throws IOException {
        return in.readBoolean() ? SchemaFormat.read(in) : null;
    }
}

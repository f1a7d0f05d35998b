package io.weir.serialization;

import io.weir.schema.GenericRecord;
import io.weir.schema.Opaque;
import io.weir.schema.TypeSchema;
import io.weir.schema.TypeSchema.Composite;
import io.weir.schema.TypeSchema.Container;
import io.weir.schema.TypeSchema.Field;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads described values without their classes: records, POJOs and tuples as {@link GenericRecord}, constants of enums as
 * their names, arrays but {@code byte[]} as lists, collections, maps and optionals as such, what Kryo wrote as {@link Opaque}. One thread
 * owns a reader.
 */
public final class GenericReader {
    private GenericReader() {}

    /**
     * Returns what reads values.
     *
     * @param schema their description
     * @return the reader; it takes inputs that are {@linkplain RecordInput#described described}
     * @throws WeirException if only a serializer of the program can read them
     */
    public static ValueReader<Object> of(TypeSchema schema) {
        if (schema instanceof TypeSchema.Basic basic) {
            TypeSerializer<?> serializer = BasicSerializers.named(basic.className());
            return serializer::deserialize;
        }
        if (schema instanceof TypeSchema.CompactLong) {
            return in -> in.readVarLong(false);
        }
        if (schema instanceof TypeSchema.Enumeration enumeration) {
            boolean oneByte = enumeration.fixedLength() == 1;
            return in -> enumeration.constants().get(oneByte ? in.readByteUnsigned() : in.readShort() & 0xFFFF);
        }
        if (schema instanceof Composite composite) {
            return new OfComposites(composite, readers(composite.parts()));
        }
        if (schema instanceof TypeSchema.Sequence sequence) {
            List<ValueReader<Object>> readers = readers(sequence.parts());
            return in -> readSequence(sequence, readers, in);
        }
        if (schema instanceof TypeSchema.Counted counted) {
            ValueReader<Object> element = of(counted.element());
            return in -> readCounted(element, in);
        }
        return ofOther(schema);
    }

    private static ValueReader<Object> ofOther(TypeSchema schema) {
        if (schema instanceof Container container) {
            return ofContainers(container, readers(container.parts()));
        }
        if (schema instanceof TypeSchema.Array array) {
            return array.primitive() ? ofPrimitives(array.className()) : ofElements(array.element(), ArrayList::new);
        }
        if (schema instanceof TypeSchema.Graph graph) {
            return in -> {
                int length = KryoGraphs.skipHeader(in);
                in.take(length);
                return new Opaque(graph.className(), length);
            };
        }
        if (schema instanceof TypeSchema.Unknown) {
            return GenericReader::readUnknown;
        }
        throw new WeirException(
                ErrorCode.STATE_INCOMPATIBLE,
                "The values were written by the program's own serializer " + schema.text()
                        + ", so that nothing else can read them.");
    }

    private static List<ValueReader<Object>> readers(List<TypeSchema> schemas) {
        return schemas.stream().map(GenericReader::of).toList();
    }

    private static ValueReader<Object> ofContainers(Container container, List<ValueReader<Object>> parts) {
        return switch (container.holder()) {
            case OPTIONAL -> in -> in.readBoolean() ? Optional.of(parts.get(0).read(in)) : Optional.empty();
            case MAP -> ofMaps(container, parts);
            case SET -> ofElements(container.parts().get(0), LinkedHashSet::new);
            case LIST, DEQUE -> ofElements(container.parts().get(0), ArrayList::new);
        };
    }

    private interface Factory {
        Collection<Object> create();
    }

    private static ValueReader<Object> ofElements(TypeSchema element, Factory factory) {
        ValueReader<Object> reader = of(element);
        int length = element.fixedLength();
        return in -> {
            long header = in.readVarLong(true);
            boolean withNulls = Elements.withNulls(header);
            Collection<Object> collection = factory.create();
            for (int left = Elements.size(header, length, in); left > 0; left--) {
                collection.add(Elements.read(reader, withNulls, in));
            }
            return collection;
        };
    }

    private static ValueReader<Object> ofMaps(Container container, List<ValueReader<Object>> parts) {
        int length = container.parts().get(0).fixedLength();
        return in -> {
            long header = in.readVarLong(true);
            boolean withNulls = Elements.withNulls(header);
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int left = Elements.size(header, length, in); left > 0; left--) {
                Object key = Elements.read(parts.get(0), withNulls, in);
                map.put(key, Elements.read(parts.get(1), withNulls, in));
            }
            return map;
        };
    }

    private static ValueReader<Object> ofPrimitives(String className) {
        TypeSerializer<?> serializer = ArraySerializers.ofPrimitives(className);
        if (className.equals(byte[].class.getName())) {
            return serializer::deserialize;
        }
        return in -> {
            Object array = serializer.deserialize(in);
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < Array.getLength(array); i++) {
                list.add(Array.get(array, i));
            }
            return list;
        };
    }

    private static Object readSequence(
            TypeSchema.Sequence sequence, List<ValueReader<Object>> readers, RecordInput in) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < readers.size(); i++) {
            fields.put(sequence.fields().get(i).name(), readers.get(i).read(in));
        }
        return new GenericRecord(sequence.className(), fields);
    }

    private static Object readCounted(ValueReader<Object> element, RecordInput in) {
        List<Object> list = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            list.add(element.read(in));
        }
        return list;
    }

    private static Object readUnknown(RecordInput in) {
        ClassDictionary.Described described = ClassDictionary.readDescribed(in);
        if (described == null) {
            return null;
        }
        if (described.genericReader == null) {
            described.genericReader = of(described.schema);
        }
        return described.genericReader.read(in);
    }

    /** Reads records, POJOs and tuples. */
    private record OfComposites(Composite schema, List<ValueReader<Object>> readers) implements ValueReader<Object> {
        @Override
        public Object read(RecordInput in) {
            int bit = 0;
            if (schema.open()) {
                int first = in.take(1);
                if (in.isBitSet(first, bit++)) {
                    return readUnknown(in);
                }
                in.setPosition(first);
            }
            int mask = in.take(schema.maskLength());
            boolean padded = schema.fixedLength() != TypeSchema.VARIABLE_LENGTH;
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int i = 0; i < readers.size(); i++) {
                Field field = schema.fields().get(i);
                Object value = null;
                if (field.primitive() || !in.isBitSet(mask, bit++)) {
                    value = readers.get(i).read(in);
                } else if (padded) {
                    in.take(field.type().fixedLength());
                }
                fields.put(field.name(), value);
            }
            return new GenericRecord(schema.className(), fields);
        }
    }
}

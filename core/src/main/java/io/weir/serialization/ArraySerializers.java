package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The serializers of arrays: length, then the elements. */
public final class ArraySerializers {
    private static final Map<Class<?>, TypeSerializer<?>> PRIMITIVE = Map.of(
            byte[].class,
            array(byte[].class, byte[]::clone, (a, out) -> out.writeBytes(a), RecordInput::readBytes, 1, a -> a.length),
            boolean[].class,
            array(
                    boolean[].class,
                    boolean[]::clone,
                    (a, out) -> out.writeBooleans(a, 0, a.length),
                    RecordInput::readBooleans,
                    1,
                    a -> a.length),
            short[].class,
            array(
                    short[].class,
                    short[]::clone,
                    (a, out) -> out.writeShorts(a, 0, a.length),
                    RecordInput::readShorts,
                    2,
                    a -> a.length),
            char[].class,
            array(
                    char[].class,
                    char[]::clone,
                    (a, out) -> out.writeChars(a, 0, a.length),
                    RecordInput::readChars,
                    2,
                    a -> a.length),
            int[].class,
            array(
                    int[].class,
                    int[]::clone,
                    (a, out) -> out.writeInts(a, 0, a.length),
                    RecordInput::readInts,
                    4,
                    a -> a.length),
            float[].class,
            array(
                    float[].class,
                    float[]::clone,
                    (a, out) -> out.writeFloats(a, 0, a.length),
                    RecordInput::readFloats,
                    4,
                    a -> a.length),
            long[].class,
            array(
                    long[].class,
                    long[]::clone,
                    (a, out) -> out.writeLongs(a, 0, a.length),
                    RecordInput::readLongs,
                    8,
                    a -> a.length),
            double[].class,
            array(
                    double[].class,
                    double[]::clone,
                    (a, out) -> out.writeDoubles(a, 0, a.length),
                    RecordInput::readDoubles,
                    8,
                    a -> a.length));

    private ArraySerializers() {}

    /**
     * Returns the serializer of arrays of a primitive type. It holds no state.
     *
     * @param arrayType the class of the array
     * @param <A> the type of the array
     * @return the serializer
     */
    @SuppressWarnings("unchecked") // the map holds a serializer of A under the class of A
    public static <A> TypeSerializer<A> primitive(Class<A> arrayType) {
        TypeSerializer<?> serializer = PRIMITIVE.get(arrayType);
        if (serializer == null) {
            throw new IllegalArgumentException("No array of primitives: " + arrayType.getName());
        }
        return (TypeSerializer<A>) serializer;
    }

    /** Returns the serializer of arrays of primitives whose class has a name. */
    static TypeSerializer<?> ofPrimitives(String className) {
        return PRIMITIVE.entrySet().stream()
                .filter(each -> each.getKey().getName().equals(className))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No array of primitives: " + className));
    }

    /**
     * Creates the serializer of arrays of objects.
     *
     * @param componentType the class of the elements
     * @param element of the elements
     * @param <E> the type of the elements
     * @return the serializer
     */
    public static <E> TypeSerializer<E[]> objects(Class<E> componentType, TypeSerializer<E> element) {
        return new ObjectArraySerializer<>(componentType, element);
    }

    private interface BulkReader<A> {
        A read(RecordInput in, int length);
    }

    private interface Cloner<A> {
        A copy(A array);
    }

    private static <A> TypeSerializer<A> array(
            Class<A> type,
            Cloner<A> cloner,
            ValueSerializer.Writer<A> writer,
            BulkReader<A> reader,
            int elementLength,
            ToIntFunction<A> length) {
        return new PrimitiveArraySerializer<>(type, cloner, writer, reader, elementLength, length);
    }

    private static final class PrimitiveArraySerializer<A> extends TypeSerializer<A> {
        private final Class<A> type;
        private final Cloner<A> cloner;
        private final ValueSerializer.Writer<A> writer;
        private final BulkReader<A> reader;
        private final int elementLength;
        private final ToIntFunction<A> length;

        PrimitiveArraySerializer(
                Class<A> type,
                Cloner<A> cloner,
                ValueSerializer.Writer<A> writer,
                BulkReader<A> reader,
                int elementLength,
                ToIntFunction<A> length) {
            super(false, false);
            this.type = type;
            this.cloner = cloner;
            this.writer = writer;
            this.reader = reader;
            this.elementLength = elementLength;
            this.length = length;
        }

        @Override
        public void serialize(A array, RecordOutput out) {
            out.writeVarInt(length.applyAsInt(array), true);
            writer.write(array, out);
        }

        @Override
        public A deserialize(RecordInput in) {
            int count = in.readVarInt(true);
            in.checkRemaining((long) count * elementLength);
            return reader.read(in, count);
        }

        @Override
        public A copy(A array) {
            return cloner.copy(array);
        }

        @Override
        public TypeSchema describe() {
            return new TypeSchema.Array(type.getName(), true, new TypeSchema.Basic(boxed().getName()));
        }

        private Class<?> boxed() {
            return MethodType.methodType(type.getComponentType()).wrap().returnType();
        }

        @Override
        @SuppressWarnings("unchecked") // an array of the wider type is made
        public ValueReader<A> readerOf(TypeSchema written, SchemaPath path) {
            if (written.equals(describe())) {
                return this::deserialize;
            }
            if (written instanceof TypeSchema.Array array
                    && array.primitive()
                    && array.element() instanceof TypeSchema.Basic basic
                    && Widening.isPossible(basic.className(), boxed())) {
                path.note(array.text() + " became " + type.getSimpleName());
                ValueReader<?> reader = ofPrimitives(array.className())::deserialize;
                return in -> (A) Widening.widenArray(reader.read(in), type.getComponentType());
            }
            throw path.changed(written, describe());
        }
    }

    private static final class ObjectArraySerializer<E> extends TypeSerializer<E[]> {
        private final Class<E> componentType;
        private final TypeSerializer<E> element;

        ObjectArraySerializer(Class<E> componentType, TypeSerializer<E> element) {
            super(false, false);
            this.componentType = componentType;
            this.element = element;
        }

        @Override
        public void serialize(E[] array, RecordOutput out) {
            boolean withNulls = !element.getAcceptsNull() && hasNull(array);
            Elements.writeHeader(array.length, withNulls, out);
            for (E value : array) {
                Elements.write(value, element, withNulls, out);
            }
        }

        @Override
        public E[] deserialize(RecordInput in) {
            long header = in.readVarLong(true);
            boolean withNulls = Elements.withNulls(header);
            E[] array = newArray(Elements.size(header, element, in));
            for (int i = 0; i < array.length; i++) {
                array[i] = Elements.read(element, withNulls, in);
            }
            return array;
        }

        @Override
        public E[] copy(E[] array) {
            E[] copy = array.clone();
            if (!element.isImmutable()) {
                for (int i = 0; i < copy.length; i++) {
                    copy[i] = Elements.copy(copy[i], element);
                }
            }
            return copy;
        }

        @Override
        public TypeSchema describe() {
            return new TypeSchema.Array(componentType.arrayType().getName(), false, element.describe());
        }

        @Override
        public ValueReader<E[]> readerOf(TypeSchema written, SchemaPath path) {
            if (written.equals(describe())) {
                return this::deserialize;
            }
            if (!(written instanceof TypeSchema.Array array) || array.primitive()) {
                throw path.changed(written, describe());
            }
            ValueReader<E> reader = element.readerOf(array.element(), path.at("element"));
            int length = array.element().fixedLength();
            return in -> {
                long header = in.readVarLong(true);
                boolean withNulls = Elements.withNulls(header);
                E[] read = newArray(Elements.size(header, length, in));
                for (int i = 0; i < read.length; i++) {
                    read[i] = Elements.read(reader, withNulls, in);
                }
                return read;
            };
        }

        @SuppressWarnings("unchecked") // the class of the elements makes it an array of them
        private E[] newArray(int length) {
            return (E[]) Array.newInstance(componentType, length);
        }

        private boolean hasNull(E[] array) {
            for (E value : array) {
                if (value == null) {
                    return true;
                }
            }
            return false;
        }
    }
}

package io.weir.serialization;

import java.lang.reflect.Array;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The serializers of arrays: length, then the elements. */
public final class ArraySerializers {
    private static final Map<Class<?>, TypeSerializer<?>> PRIMITIVE = Map.of(
            byte[].class,
            array(byte[]::clone, (a, out) -> out.writeBytes(a), RecordInput::readBytes, 1, a -> a.length),
            boolean[].class,
            array(
                    boolean[]::clone,
                    (a, out) -> out.writeBooleans(a, 0, a.length),
                    RecordInput::readBooleans,
                    1,
                    a -> a.length),
            short[].class,
            array(
                    short[]::clone,
                    (a, out) -> out.writeShorts(a, 0, a.length),
                    RecordInput::readShorts,
                    2,
                    a -> a.length),
            char[].class,
            array(char[]::clone, (a, out) -> out.writeChars(a, 0, a.length), RecordInput::readChars, 2, a -> a.length),
            int[].class,
            array(int[]::clone, (a, out) -> out.writeInts(a, 0, a.length), RecordInput::readInts, 4, a -> a.length),
            float[].class,
            array(
                    float[]::clone,
                    (a, out) -> out.writeFloats(a, 0, a.length),
                    RecordInput::readFloats,
                    4,
                    a -> a.length),
            long[].class,
            array(long[]::clone, (a, out) -> out.writeLongs(a, 0, a.length), RecordInput::readLongs, 8, a -> a.length),
            double[].class,
            array(
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
            Cloner<A> cloner,
            ValueSerializer.Writer<A> writer,
            BulkReader<A> reader,
            int elementLength,
            ToIntFunction<A> length) {
        return new PrimitiveArraySerializer<>(cloner, writer, reader, elementLength, length);
    }

    private static final class PrimitiveArraySerializer<A> extends TypeSerializer<A> {
        private final Cloner<A> cloner;
        private final ValueSerializer.Writer<A> writer;
        private final BulkReader<A> reader;
        private final int elementLength;
        private final ToIntFunction<A> length;

        PrimitiveArraySerializer(
                Cloner<A> cloner,
                ValueSerializer.Writer<A> writer,
                BulkReader<A> reader,
                int elementLength,
                ToIntFunction<A> length) {
            super(false, false);
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

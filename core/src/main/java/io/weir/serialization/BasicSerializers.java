package io.weir.serialization;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The serializers of types that are one value: primitives, strings, big numbers, UUIDs and java.time. They hold no
 * state and are shared by all threads.
 */
public final class BasicSerializers {
    private static final Map<Class<?>, TypeSerializer<?>> SERIALIZERS = Map.ofEntries(
            Map.entry(Void.class, new VoidSerializer()),
            Map.entry(String.class, new StringSerializer()),
            Map.entry(Long.class, new LongSerializer()),
            Map.entry(Integer.class, new IntegerSerializer()),
            Map.entry(Double.class, new DoubleSerializer()),
            Map.entry(
                    Boolean.class, fixed(Boolean.class, 1, (v, out) -> out.writeBoolean(v), RecordInput::readBoolean)),
            Map.entry(Byte.class, fixed(Byte.class, 1, (v, out) -> out.writeByte((byte) v), RecordInput::readByte)),
            Map.entry(Short.class, fixed(Short.class, 2, (v, out) -> out.writeShort(v), RecordInput::readShort)),
            Map.entry(Character.class, fixed(Character.class, 2, (v, out) -> out.writeChar(v), RecordInput::readChar)),
            Map.entry(Float.class, fixed(Float.class, 4, (v, out) -> out.writeFloat(v), RecordInput::readFloat)));

    private static final Map<String, TypeSerializer<?>> BY_NAME = byName();

    private BasicSerializers() {}

    /**
     * Returns the serializer of a basic type.
     *
     * @param type the class, boxed for primitives
     * @param <T> the type
     * @return its serializer, or empty if the class is no basic type
     */
    @SuppressWarnings("unchecked") // the map holds a serializer of T under the class of T
    public static <T> Optional<TypeSerializer<T>> of(Class<T> type) {
        TypeSerializer<?> serializer = SERIALIZERS.get(type);
        if (serializer == null) {
            serializer = ValueSerializers.ALL.get(type);
        }
        return Optional.ofNullable((TypeSerializer<T>) serializer);
    }

    /** Returns the serializer of a basic type that is known to be one. */
    static TypeSerializer<?> named(String className) {
        TypeSerializer<?> serializer = BY_NAME.get(className);
        if (serializer == null) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION,
                    "State was written of the class " + className
                            + ", which this version of Weir does not know: use the"
                            + " version that it was written with, or a later one.");
        }
        return serializer;
    }

    private static Map<String, TypeSerializer<?>> byName() {
        Map<String, TypeSerializer<?>> byName = new HashMap<>();
        SERIALIZERS.forEach((type, serializer) -> byName.put(type.getName(), serializer));
        ValueSerializers.ALL.forEach((type, serializer) -> byName.put(type.getName(), serializer));
        return Map.copyOf(byName);
    }

    private static <T> TypeSerializer<T> fixed(
            Class<T> type, int length, ValueSerializer.Writer<T> writer, ValueSerializer.Reader<T> reader) {
        return new ValueSerializer<>(type, length, writer, reader);
    }

    // The types that most records consist of have classes of their own, which the JIT compiler can tell apart.

    private static final class LongSerializer extends BasicSerializer<Long> {
        LongSerializer() {
            super(Long.class, false);
        }

        @Override
        public void serialize(Long value, RecordOutput out) {
            out.writeLong(value);
        }

        @Override
        public Long deserialize(RecordInput in) {
            return in.readLong();
        }

        @Override
        public int fixedLength() {
            return Long.BYTES;
        }
    }

    private static final class IntegerSerializer extends BasicSerializer<Integer> {
        IntegerSerializer() {
            super(Integer.class, false);
        }

        @Override
        public void serialize(Integer value, RecordOutput out) {
            out.writeInt(value);
        }

        @Override
        public Integer deserialize(RecordInput in) {
            return in.readInt();
        }

        @Override
        public int fixedLength() {
            return Integer.BYTES;
        }
    }

    private static final class DoubleSerializer extends BasicSerializer<Double> {
        DoubleSerializer() {
            super(Double.class, false);
        }

        @Override
        public void serialize(Double value, RecordOutput out) {
            out.writeDouble(value);
        }

        @Override
        public Double deserialize(RecordInput in) {
            return in.readDouble();
        }

        @Override
        public int fixedLength() {
            return Double.BYTES;
        }
    }

    private static final class StringSerializer extends BasicSerializer<String> {
        StringSerializer() {
            super(String.class, true);
        }

        @Override
        public void serialize(String value, RecordOutput out) {
            out.writeString(value);
        }

        @Override
        public String deserialize(RecordInput in) {
            return in.readString();
        }
    }

    /** The type whose only value is null. */
    private static final class VoidSerializer extends BasicSerializer<Void> {
        VoidSerializer() {
            super(Void.class, true);
        }

        @Override
        public void serialize(Void value, RecordOutput out) {
            // there is only one value
        }

        @Override
        public Void deserialize(RecordInput in) {
            return null;
        }

        @Override
        public int fixedLength() {
            return 0;
        }
    }
}

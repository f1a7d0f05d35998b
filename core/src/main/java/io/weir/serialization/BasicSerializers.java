package io.weir.serialization;

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
            Map.entry(Boolean.class, fixed(1, (v, out) -> out.writeBoolean(v), RecordInput::readBoolean)),
            Map.entry(Byte.class, fixed(1, (v, out) -> out.writeByte((byte) v), RecordInput::readByte)),
            Map.entry(Short.class, fixed(2, (v, out) -> out.writeShort(v), RecordInput::readShort)),
            Map.entry(Character.class, fixed(2, (v, out) -> out.writeChar(v), RecordInput::readChar)),
            Map.entry(Float.class, fixed(4, (v, out) -> out.writeFloat(v), RecordInput::readFloat)));

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

    private static <T> TypeSerializer<T> fixed(
            int length, ValueSerializer.Writer<T> writer, ValueSerializer.Reader<T> reader) {
        return new ValueSerializer<>(length, writer, reader);
    }

    // The types that most records consist of have classes of their own, which the JIT compiler can tell apart.

    private static final class LongSerializer extends TypeSerializer<Long> {
        LongSerializer() {
            super(false, true);
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
        public Long copy(Long value) {
            return value;
        }

        @Override
        public int fixedLength() {
            return Long.BYTES;
        }
    }

    private static final class IntegerSerializer extends TypeSerializer<Integer> {
        IntegerSerializer() {
            super(false, true);
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
        public Integer copy(Integer value) {
            return value;
        }

        @Override
        public int fixedLength() {
            return Integer.BYTES;
        }
    }

    private static final class DoubleSerializer extends TypeSerializer<Double> {
        DoubleSerializer() {
            super(false, true);
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
        public Double copy(Double value) {
            return value;
        }

        @Override
        public int fixedLength() {
            return Double.BYTES;
        }
    }

    private static final class StringSerializer extends TypeSerializer<String> {
        StringSerializer() {
            super(true, true);
        }

        @Override
        public void serialize(String value, RecordOutput out) {
            out.writeString(value);
        }

        @Override
        public String deserialize(RecordInput in) {
            return in.readString();
        }

        @Override
        public String copy(String value) {
            return value;
        }
    }

    /** The type whose only value is null. */
    private static final class VoidSerializer extends TypeSerializer<Void> {
        VoidSerializer() {
            super(true, true);
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
        public Void copy(Void value) {
            return value;
        }

        @Override
        public int fixedLength() {
            return 0;
        }
    }
}

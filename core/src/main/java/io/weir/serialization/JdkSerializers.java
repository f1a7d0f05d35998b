package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.File;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Serializers of classes of the JDK that Kryo has none for, and whose fields the JDK does not open to reflection. They
 * hold no state.
 */
final class JdkSerializers {
    private static final boolean IMMUTABLE = true;
    private static final boolean MUTABLE = false;

    private JdkSerializers() {}

    static void addTo(Kryo kryo) {
        kryo.addDefaultSerializer(EnumMap.class, new EnumMapSerializer());
        kryo.addDefaultSerializer(SimpleEntry.class, new EntrySerializer<>(SimpleEntry::new));
        kryo.addDefaultSerializer(SimpleImmutableEntry.class, new EntrySerializer<>(SimpleImmutableEntry::new));
        kryo.addDefaultSerializer(AtomicReference.class, new ReferenceSerializer());

        add(
                kryo,
                AtomicInteger.class,
                MUTABLE,
                (v, out) -> out.writeInt(v.get()),
                in -> new AtomicInteger(in.readInt()));
        add(kryo, AtomicLong.class, MUTABLE, (v, out) -> out.writeLong(v.get()), in -> new AtomicLong(in.readLong()));
        add(
                kryo,
                AtomicBoolean.class,
                MUTABLE,
                (v, out) -> out.writeBoolean(v.get()),
                in -> new AtomicBoolean(in.readBoolean()));
        add(kryo, Timestamp.class, MUTABLE, JdkSerializers::write, JdkSerializers::readTimestamp);
        add(kryo, ByteBuffer.class, MUTABLE, JdkSerializers::write, JdkSerializers::readByteBuffer);

        add(kryo, URI.class, IMMUTABLE, (v, out) -> out.writeString(v.toString()), in -> URI.create(in.readString()));
        add(kryo, File.class, IMMUTABLE, (v, out) -> out.writeString(v.getPath()), in -> new File(in.readString()));
        add(kryo, Path.class, IMMUTABLE, (v, out) -> out.writeString(v.toString()), in -> Path.of(in.readString()));
        add(kryo, Pattern.class, IMMUTABLE, JdkSerializers::write, JdkSerializers::readPattern);
        add(
                kryo,
                MathContext.class,
                IMMUTABLE,
                (v, out) -> out.writeString(v.toString()),
                in -> new MathContext(in.readString()));
        add(kryo, InetAddress.class, IMMUTABLE, JdkSerializers::write, JdkSerializers::readAddress);
    }

    private static <T> void add(
            Kryo kryo,
            Class<T> type,
            boolean immutable,
            ValueSerializer.Writer<T> writer,
            ValueSerializer.Reader<T> reader) {
        kryo.addDefaultSerializer(type, new LeafSerializer<>(immutable, writer, reader));
    }

    private static void write(Timestamp value, RecordOutput out) {
        out.writeLong(value.getTime());
        out.writeInt(value.getNanos());
    }

    private static Timestamp readTimestamp(RecordInput in) {
        Timestamp value = new Timestamp(in.readLong());
        value.setNanos(in.readInt());
        return value;
    }

    /** Writes what is left of a buffer, without moving its position. */
    private static void write(ByteBuffer value, RecordOutput out) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        out.writeVarInt(bytes.length, true);
        out.writeBytes(bytes);
    }

    private static ByteBuffer readByteBuffer(RecordInput in) {
        int length = in.readVarInt(true);
        in.checkRemaining(length);
        return ByteBuffer.wrap(in.readBytes(length));
    }

    private static void write(Pattern value, RecordOutput out) {
        out.writeString(value.pattern());
        out.writeInt(value.flags());
    }

    private static Pattern readPattern(RecordInput in) {
        String pattern = in.readString();
        return Pattern.compile(pattern, in.readInt());
    }

    private static void write(InetAddress value, RecordOutput out) {
        byte[] address = value.getAddress();
        out.writeByte(address.length);
        out.writeBytes(address);
    }

    private static InetAddress readAddress(RecordInput in) {
        try {
            return InetAddress.getByAddress(in.readBytes(in.readByte()));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("An address of a wrong length was read", e);
        }
    }

    /** Values that refer to no other objects. A mutable one is copied by writing and reading it. */
    private static final class LeafSerializer<T> extends Serializer<T> {
        private final ValueSerializer.Writer<T> writer;
        private final ValueSerializer.Reader<T> reader;

        LeafSerializer(boolean immutable, ValueSerializer.Writer<T> writer, ValueSerializer.Reader<T> reader) {
            super(false, immutable);
            this.writer = writer;
            this.reader = reader;
        }

        @Override
        public void write(Kryo kryo, Output output, T value) {
            writer.write(value, (RecordOutput) output);
        }

        @Override
        public T read(Kryo kryo, Input input, Class<? extends T> type) {
            return reader.read((RecordInput) input);
        }

        @Override
        public T copy(Kryo kryo, T original) {
            if (isImmutable()) {
                return original;
            }
            RecordOutput out = new RecordOutput(32);
            writer.write(original, out);
            RecordInput in = new RecordInput(kryo.getClassLoader());
            in.setBuffer(out.toBytes());
            return reader.read(in);
        }
    }

    private static final class EntrySerializer<E extends Map.Entry<?, ?>> extends Serializer<E> {
        private final BiFunction<Object, Object, E> factory;

        EntrySerializer(BiFunction<Object, Object, E> factory) {
            this.factory = factory;
        }

        @Override
        public void write(Kryo kryo, Output output, E entry) {
            kryo.writeClassAndObject(output, entry.getKey());
            kryo.writeClassAndObject(output, entry.getValue());
        }

        @Override
        public E read(Kryo kryo, Input input, Class<? extends E> type) {
            Object key = kryo.readClassAndObject(input);
            return factory.apply(key, kryo.readClassAndObject(input));
        }

        @Override
        public E copy(Kryo kryo, E original) {
            return factory.apply(kryo.copy(original.getKey()), kryo.copy(original.getValue()));
        }
    }

    private static final class ReferenceSerializer extends Serializer<AtomicReference<Object>> {
        @Override
        public void write(Kryo kryo, Output output, AtomicReference<Object> reference) {
            kryo.writeClassAndObject(output, reference.get());
        }

        @Override
        public AtomicReference<Object> read(Kryo kryo, Input input, Class<? extends AtomicReference<Object>> type) {
            AtomicReference<Object> reference = new AtomicReference<>();
            kryo.reference(reference); // the value may refer to it
            reference.set(kryo.readClassAndObject(input));
            return reference;
        }

        @Override
        public AtomicReference<Object> copy(Kryo kryo, AtomicReference<Object> original) {
            AtomicReference<Object> copy = new AtomicReference<>();
            kryo.reference(copy);
            copy.set(kryo.copy(original.get()));
            return copy;
        }
    }
}

package io.weir.runtime.rpc;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.weir.configuration.Configuration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The values that every message may hold. A length that a peer sent is compared with the bytes that follow before
 * anything is allocated. Collections come out unmodifiable and in the order in which they went in. Stateless.
 */
final class ValueSerializers {
    /** What a collection grows to before its elements have shown that they are there. */
    private static final int FIRST_CAPACITY = 1024;

    private static final Class<?>[] PRIMITIVES = {
        boolean.class, byte.class, short.class, char.class, int.class, long.class, float.class, double.class
    };

    private ValueSerializers() {}

    /**
     * Registers them; the order is part of the wire format. Classes that Kryo has registered itself keep their numbers
     * and get serializers of ours, so that none of Kryo's own can be reached.
     */
    static void registerAll(Kryo kryo) {
        for (Class<?> primitive : PRIMITIVES) {
            kryo.register(primitive, new PrimitiveSerializer(primitive));
        }
        add(kryo, String.class, ValueSerializers::writeString, ValueSerializers::readString);
        add(kryo, byte[].class, ValueSerializers::writeBytes, ValueSerializers::readBytes);
        add(kryo, Duration.class, ValueSerializers::writeDuration, ValueSerializers::readDuration);
        add(kryo, Instant.class, ValueSerializers::writeInstant, ValueSerializers::readInstant);
        add(kryo, Configuration.class, ValueSerializers::writeConfiguration, ValueSerializers::readConfiguration);
        kryo.register(List.class, new ListSerializer());
        kryo.register(Set.class, new SetSerializer());
        kryo.register(Map.class, new MapSerializer());
        kryo.register(Optional.class, new OptionalSerializer());
    }

    private static <T> void add(Kryo kryo, Class<T> type, BiConsumer<Output, T> writer, Function<Input, T> reader) {
        Serializer<T> serializer = new Serializer<>(false, true) {
            @Override
            public void write(Kryo unused, Output output, T value) {
                writer.accept(output, value);
            }

            @Override
            public T read(Kryo unused, Input input, Class<? extends T> unusedToo) {
                return reader.apply(input);
            }
        };
        kryo.register(type, serializer);
    }

    static void writePrimitive(Output output, Class<?> type, Object value) {
        if (type == int.class) {
            output.writeVarInt((Integer) value, false);
        } else if (type == long.class) {
            output.writeVarLong((Long) value, false);
        } else if (type == boolean.class) {
            output.writeBoolean((Boolean) value);
        } else if (type == double.class) {
            output.writeDouble((Double) value);
        } else if (type == float.class) {
            output.writeFloat((Float) value);
        } else if (type == byte.class) {
            output.writeByte((Byte) value);
        } else if (type == short.class) {
            output.writeShort((Short) value);
        } else {
            output.writeChar((Character) value);
        }
    }

    static Object readPrimitive(Input input, Class<?> type) {
        if (type == int.class) {
            return input.readVarInt(false);
        } else if (type == long.class) {
            return input.readVarLong(false);
        } else if (type == boolean.class) {
            return input.readBoolean();
        } else if (type == double.class) {
            return input.readDouble();
        } else if (type == float.class) {
            return input.readFloat();
        } else if (type == byte.class) {
            return input.readByte();
        } else if (type == short.class) {
            return input.readShort();
        }
        return input.readChar();
    }

    static void writeString(Output output, String value) {
        writeBytes(output, value.getBytes(StandardCharsets.UTF_8));
    }

    static String readString(Input input) {
        return new String(readBytes(input), StandardCharsets.UTF_8);
    }

    static void writeBytes(Output output, byte[] value) {
        output.writeVarInt(value.length, true);
        output.writeBytes(value);
    }

    static byte[] readBytes(Input input) {
        return input.readBytes(readLength(input));
    }

    /** Reads how many things follow, each of which has at least one byte. */
    static int readLength(Input input) {
        int length = input.readVarInt(true);
        if (length < 0 || length > input.limit() - input.position()) {
            throw new KryoException("A length of " + length + " goes beyond the end of the message.");
        }
        return length;
    }

    private static void writeDuration(Output output, Duration value) {
        output.writeVarLong(value.getSeconds(), false);
        output.writeInt(value.getNano());
    }

    private static Duration readDuration(Input input) {
        return Duration.ofSeconds(input.readVarLong(false), input.readInt());
    }

    private static void writeInstant(Output output, Instant value) {
        output.writeVarLong(value.getEpochSecond(), false);
        output.writeInt(value.getNano());
    }

    private static Instant readInstant(Input input) {
        return Instant.ofEpochSecond(input.readVarLong(false), input.readInt());
    }

    private static void writeConfiguration(Output output, Configuration value) {
        Map<String, String> values = value.toMap();
        output.writeVarInt(values.size(), true);
        values.forEach((key, text) -> {
            writeString(output, key);
            writeString(output, text);
        });
    }

    private static Configuration readConfiguration(Input input) {
        Configuration configuration = new Configuration();
        for (int left = readLength(input); left > 0; left--) {
            configuration.setString(readString(input), readString(input));
        }
        return configuration;
    }

    private static void writeAll(Kryo kryo, Output output, Collection<?> values) {
        output.writeVarInt(values.size(), true);
        for (Object value : values) {
            kryo.writeClassAndObject(output, value);
        }
    }

    /** A primitive in its box. */
    private static final class PrimitiveSerializer extends Serializer<Object> {
        private final Class<?> primitive;

        PrimitiveSerializer(Class<?> primitive) {
            super(false, true);
            this.primitive = primitive;
        }

        @Override
        public void write(Kryo kryo, Output output, Object value) {
            writePrimitive(output, primitive, value);
        }

        @Override
        public Object read(Kryo kryo, Input input, Class<?> type) {
            return readPrimitive(input, primitive);
        }
    }

    private static final class ListSerializer extends Serializer<List<?>> {
        @Override
        public void write(Kryo kryo, Output output, List<?> values) {
            writeAll(kryo, output, values);
        }

        @Override
        public List<?> read(Kryo kryo, Input input, Class<? extends List<?>> type) {
            int length = readLength(input);
            List<Object> values = new ArrayList<>(Math.min(length, FIRST_CAPACITY));
            boolean nulls = false;
            for (int i = 0; i < length; i++) {
                Object value = kryo.readClassAndObject(input);
                nulls |= value == null;
                values.add(value);
            }
            return nulls ? Collections.unmodifiableList(values) : List.copyOf(values);
        }
    }

    private static final class SetSerializer extends Serializer<Set<?>> {
        @Override
        public void write(Kryo kryo, Output output, Set<?> values) {
            writeAll(kryo, output, values);
        }

        @Override
        public Set<?> read(Kryo kryo, Input input, Class<? extends Set<?>> type) {
            Set<Object> values = new LinkedHashSet<>();
            for (int left = readLength(input); left > 0; left--) {
                values.add(kryo.readClassAndObject(input));
            }
            return Collections.unmodifiableSet(values);
        }
    }

    private static final class MapSerializer extends Serializer<Map<?, ?>> {
        @Override
        public void write(Kryo kryo, Output output, Map<?, ?> values) {
            output.writeVarInt(values.size(), true);
            values.forEach((key, value) -> {
                kryo.writeClassAndObject(output, key);
                kryo.writeClassAndObject(output, value);
            });
        }

        @Override
        public Map<?, ?> read(Kryo kryo, Input input, Class<? extends Map<?, ?>> type) {
            Map<Object, Object> values = new LinkedHashMap<>();
            for (int left = readLength(input); left > 0; left--) {
                values.put(kryo.readClassAndObject(input), kryo.readClassAndObject(input));
            }
            return Collections.unmodifiableMap(values);
        }
    }

    private static final class OptionalSerializer extends Serializer<Optional<?>> {
        @Override
        public void write(Kryo kryo, Output output, Optional<?> value) {
            kryo.writeClassAndObject(output, value.orElse(null));
        }

        @Override
        public Optional<?> read(Kryo kryo, Input input, Class<? extends Optional<?>> type) {
            return Optional.ofNullable(kryo.readClassAndObject(input));
        }
    }

    /** A constant by its position; a position beyond the last is refused. */
    static final class EnumSerializer extends Serializer<Object> {
        private final Object[] constants;

        EnumSerializer(Class<?> type) {
            super(false, true);
            this.constants = type.getEnumConstants();
        }

        @Override
        public void write(Kryo kryo, Output output, Object value) {
            output.writeVarInt(((Enum<?>) value).ordinal(), true);
        }

        @Override
        public Object read(Kryo kryo, Input input, Class<?> type) {
            int position = input.readVarInt(true);
            if (position < 0 || position >= constants.length) {
                throw new KryoException(type.getName() + " has no constant " + position + ".");
            }
            return constants[position];
        }
    }
}

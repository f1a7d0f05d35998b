package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;

/**
 * Writes enum maps within graphs: the enum, how many entries, then the entries. The class in Kryo has to know the enum
 * in advance. One thread owns it.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // the enum is known at run time only
final class EnumMapSerializer extends Serializer<EnumMap> {
    @Override
    public void write(Kryo kryo, Output output, EnumMap map) {
        kryo.writeClass(output, keyType(map));
        output.writeVarInt(map.size(), true);
        map.forEach((key, value) -> {
            if (((RecordOutput) output).isDescribing()) {
                EnumSerializers.write((Enum) key, output);
            } else {
                output.writeVarInt(((Enum<?>) key).ordinal(), true);
            }
            kryo.writeClassAndObject(output, value);
        });
    }

    @Override
    public EnumMap read(Kryo kryo, Input input, Class<? extends EnumMap> type) {
        Class keyType = kryo.readClass(input).getType();
        EnumMap map = new EnumMap(keyType);
        kryo.reference(map); // a value may refer to the map
        int size = input.readVarInt(true);
        for (int i = 0; i < size; i++) {
            Enum key = ((RecordInput) input).isDescribed()
                    ? EnumSerializers.read(input, keyType)
                    : (Enum) keyType.getEnumConstants()[input.readVarInt(true)];
            map.put(key, kryo.readClassAndObject(input));
        }
        return map;
    }

    @Override
    public EnumMap copy(Kryo kryo, EnumMap original) {
        EnumMap copy = original.clone();
        kryo.reference(copy);
        copy.replaceAll((key, value) -> kryo.copy(value));
        return copy;
    }

    private static Class<?> keyType(EnumMap<?, ?> map) {
        return map.isEmpty()
                ? keyTypeOfEmpty(map)
                : map.keySet().iterator().next().getDeclaringClass();
    }

    /** An empty map tells its enum to nobody but Java serialization, whose bytes are not used. */
    private static Class<?> keyTypeOfEmpty(EnumMap<?, ?> map) {
        Class<?>[] found = new Class<?>[1];
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream()) {
            @Override
            protected void annotateClass(Class<?> type) {
                if (type.isEnum()) {
                    found[0] = type;
                }
            }
        }) {
            out.writeObject(map);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot find out the enum of an empty EnumMap", e);
        }
        return found[0];
    }
}

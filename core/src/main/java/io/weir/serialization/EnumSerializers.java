package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.EnumSet;

/**
 * Writes constants of enums within graphs: by number between the processes of a job, by name in what outlives it. They
 * hold no state.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // the enum is known at run time only
final class EnumSerializers {
    private EnumSerializers() {}

    /** Writes a constant, or null; 0 is the number of null. */
    static void write(Enum constant, Output output) {
        RecordOutput out = (RecordOutput) output;
        if (out.isDescribing()) {
            out.writeString(constant == null ? null : constant.name());
        } else {
            out.writeVarInt(constant == null ? 0 : constant.ordinal() + 1, true);
        }
    }

    static Enum read(Input input, Class type) {
        RecordInput in = (RecordInput) input;
        if (in.isDescribed()) {
            String name = in.readString();
            return name == null ? null : Enum.valueOf(type, name);
        }
        int number = in.readVarInt(true);
        return number == 0 ? null : (Enum) type.getEnumConstants()[number - 1];
    }

    /** Writes one constant. */
    static final class OfConstants extends Serializer<Enum> {
        OfConstants() {
            super(true, true);
        }

        @Override
        public void write(Kryo kryo, Output output, Enum constant) {
            EnumSerializers.write(constant, output);
        }

        @Override
        public Enum read(Kryo kryo, Input input, Class<? extends Enum> type) {
            return EnumSerializers.read(input, type.isEnum() ? type : type.getSuperclass());
        }
    }

    /** Writes a set of constants: the enum, how many, then each. */
    static final class OfSets extends Serializer<EnumSet> {
        @Override
        public void write(Kryo kryo, Output output, EnumSet set) {
            EnumSet all = set.isEmpty() ? EnumSet.complementOf(set) : set; // tells the enum of an empty one
            kryo.writeClass(output, ((Enum) all.iterator().next()).getDeclaringClass());
            output.writeVarInt(set.size(), true);
            for (Object constant : set) {
                EnumSerializers.write((Enum) constant, output);
            }
        }

        @Override
        public EnumSet read(Kryo kryo, Input input, Class<? extends EnumSet> type) {
            Class elementType = kryo.readClass(input).getType();
            EnumSet set = EnumSet.noneOf(elementType);
            for (int left = input.readVarInt(true); left > 0; left--) {
                set.add(EnumSerializers.read(input, elementType));
            }
            return set;
        }

        @Override
        public EnumSet copy(Kryo kryo, EnumSet original) {
            return original.clone();
        }
    }
}

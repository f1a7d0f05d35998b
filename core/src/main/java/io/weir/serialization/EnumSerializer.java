package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Serializes the constants of an enum by their ordinal, in one byte if there are at most 256 of them, else in two. All
 * processes of a job run the same program, so ordinals agree; what outlives a job keeps the names of the constants beside
 * its data, see {@link #describe}. Holds no state that changes.
 *
 * @param <E> the enum
 */
public final class EnumSerializer<E extends Enum<E>> extends TypeSerializer<E> {
    private static final int ONE_BYTE = 256;

    private final Class<E> type;
    private final E[] constants;

    /**
     * Creates a serializer.
     *
     * @param type the enum
     */
    public EnumSerializer(Class<E> type) {
        super(false, true);
        this.type = type;
        this.constants = type.getEnumConstants();
    }

    @Override
    public void serialize(E value, RecordOutput out) {
        if (constants.length <= ONE_BYTE) {
            out.writeByte(value.ordinal());
        } else {
            out.writeShort(value.ordinal());
        }
    }

    @Override
    public E deserialize(RecordInput in) {
        int ordinal = constants.length <= ONE_BYTE ? in.readByteUnsigned() : in.readShort() & 0xFFFF;
        if (ordinal >= constants.length) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION, "Enum " + type.getName() + " has no constant number " + ordinal);
        }
        return constants[ordinal];
    }

    @Override
    public E copy(E value) {
        return value;
    }

    @Override
    public int fixedLength() {
        return constants.length <= ONE_BYTE ? 1 : 2;
    }

    @Override
    public TypeSchema describe() {
        return new TypeSchema.Enumeration(
                type.getName(), Arrays.stream(constants).map(Enum::name).toList());
    }

    /** Finds constants by their names: some may have come, and all may be in another order. */
    @Override
    public ValueReader<E> readerOf(TypeSchema written, SchemaPath path) {
        if (written.equals(describe())) {
            return this::deserialize;
        }
        if (!(written instanceof TypeSchema.Enumeration then)) {
            throw path.changed(written, describe());
        }
        List<E> ofNumber = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (String name : then.constants()) {
            Arrays.stream(constants)
                    .filter(constant -> constant.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(ofNumber::add, () -> gone.add(name));
        }
        if (!gone.isEmpty()) {
            throw path.mismatch(
                    "the enum " + type.getName() + " has lost " + String.join(", ", gone)
                            + (then.className().equals(type.getName()) ? "" : ", which " + then.className() + " had"),
                    "keep the constants that state may hold");
        }
        path.note(then.text() + " became " + describe().text());
        boolean oneByte = then.fixedLength() == 1;
        return in -> constantOf(oneByte ? in.readByteUnsigned() : in.readShort() & 0xFFFF, ofNumber);
    }

    private E constantOf(int number, List<E> ofNumber) {
        if (number >= ofNumber.size()) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION, "Enum " + type.getName() + " had no constant number " + number);
        }
        return ofNumber.get(number);
    }
}

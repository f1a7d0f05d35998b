package io.weir.serialization;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * Serializes the constants of an enum by their ordinal, in one byte if there are at most 256 of them, else in two. All
 * processes of a job run the same program, so ordinals agree; what outlives a job has to keep the names of the constants
 * beside its data. Holds no state that changes.
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
}

package io.weir.serialization;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * How many elements follow, and whether some of them are null, as one variable-length number. Only then does each
 * element have a byte before it that says whether it is there.
 */
final class Elements {
    private Elements() {}

    static void writeHeader(int size, boolean withNulls, RecordOutput out) {
        out.writeVarLong((long) size << 1 | (withNulls ? 1 : 0), true);
    }

    static boolean withNulls(long header) {
        return (header & 1) != 0;
    }

    /** Returns the size, after checking that the input can hold that many, so that damaged data takes no memory. */
    static int size(long header, TypeSerializer<?> element, RecordInput in) {
        return size(header, element.fixedLength(), in);
    }

    static int size(long header, int elementLength, RecordInput in) {
        long size = header >>> 1;
        if (size > in.remaining() && (withNulls(header) || elementLength != 0)) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION, size + " elements cannot be in " + in.remaining() + " bytes");
        }
        return Math.toIntExact(size);
    }

    static <E> void write(E element, TypeSerializer<E> serializer, boolean withNulls, RecordOutput out) {
        if (withNulls) {
            out.writeBoolean(element != null);
            if (element == null) {
                return;
            }
        }
        serializer.serialize(element, out);
    }

    static <E> E read(TypeSerializer<E> serializer, boolean withNulls, RecordInput in) {
        return withNulls && !in.readBoolean() ? null : serializer.deserialize(in);
    }

    static <E> E read(ValueReader<E> reader, boolean withNulls, RecordInput in) {
        return withNulls && !in.readBoolean() ? null : reader.read(in);
    }

    static <E> E copy(E element, TypeSerializer<E> serializer) {
        return element == null ? null : serializer.copy(element);
    }
}

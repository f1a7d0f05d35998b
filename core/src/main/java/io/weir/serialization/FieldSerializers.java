package io.weir.serialization;

import java.util.List;

/**
 * The serializers of an object's fields, as generated code uses them for the fields that are no primitives. One thread
 * owns it.
 */
final class FieldSerializers {
    private final TypeSerializer<Object>[] serializers;
    private final boolean padded;

    /**
     * Creates it.
     *
     * @param serializers one for each field; those of primitive fields are not used
     * @param padded whether null fields are written as zeros, to keep the length of the object fixed
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // each serializer gets the values of its own field only
    FieldSerializers(List<? extends TypeSerializer<?>> serializers, boolean padded) {
        this.serializers = serializers.toArray(new TypeSerializer[0]);
        this.padded = padded;
    }

    /** Writes a field, or marks it as null. Called by generated code. */
    void write(Object value, RecordOutput out, int mask, int field, int bit) {
        if (value != null) {
            serializers[field].serialize(value, out);
        } else {
            out.setBit(mask, bit);
            if (padded) {
                out.writeZeros(serializers[field].fixedLength());
            }
        }
    }

    /** Reads a field. Called by generated code. */
    Object read(RecordInput in, int mask, int field, int bit) {
        if (!in.isBitSet(mask, bit)) {
            return serializers[field].deserialize(in);
        }
        if (padded) {
            in.take(serializers[field].fixedLength());
        }
        return null;
    }

    /** Copies a field. Called by generated code. */
    Object copy(Object value, int field) {
        return value == null ? null : serializers[field].copy(value);
    }
}

package io.weir.serialization;

import io.weir.schema.TypeSchema;

/**
 * Writes long numbers in as few bytes as each needs, 1 to 9, for what is stored and read in one go: counts and ids are
 * mostly small. The sign is moved to the lowest bit; then each byte has seven bits, the lowest first, and says in its
 * highest bit whether another one follows; a ninth has eight. Stateless.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>, for numbers of type
 *     sint64, which differ in what follows the eighth byte
 */
public final class CompactLong extends TypeSerializer<Long> {
    private static final CompactLong INSTANCE = new CompactLong();
    private static final TypeSchema LONG = new TypeSchema.Basic(Long.class.getName());
    private static final TypeSchema WRITTEN = new TypeSchema.CompactLong();

    private CompactLong() {
        super(false, true);
    }

    /**
     * Returns what writes long numbers in fewer bytes.
     *
     * @param serializer any serializer
     * @param <T> the type of its values
     * @return this one if that one writes long numbers in eight bytes each, else that one
     */
    @SuppressWarnings("unchecked") // what is described as a long number is one
    public static <T> TypeSerializer<T> insteadOf(TypeSerializer<T> serializer) {
        return serializer.describe().equals(LONG) ? (TypeSerializer<T>) INSTANCE : serializer;
    }

    /**
     * Returns the description of what the serializer writes that {@link #insteadOf} returns.
     *
     * @param schema the description of what the other one writes, or null
     */
    public static TypeSchema insteadOf(TypeSchema schema) {
        return LONG.equals(schema) ? WRITTEN : schema;
    }

    @Override
    public void serialize(Long value, RecordOutput out) {
        out.writeVarLong(value, false);
    }

    @Override
    public Long deserialize(RecordInput in) {
        return in.readVarLong(false);
    }

    @Override
    public Long copy(Long value) {
        return value;
    }

    @Override
    public TypeSchema describe() {
        return WRITTEN;
    }
}

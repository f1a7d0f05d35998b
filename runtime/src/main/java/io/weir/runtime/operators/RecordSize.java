package io.weir.runtime.operators;

import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;

/**
 * Estimates how much memory records take, by their serialized size. One thread owns it.
 *
 * @param <T> the type of the records
 */
public final class RecordSize<T> {
    /** What is measured at most of one record; larger ones count as this. */
    public static final int LARGEST = 256 << 10;

    private final TypeSerializer<T> serializer;
    private final RecordOutput out = new RecordOutput(0);

    /**
     * Creates it.
     *
     * @param serializer writes the records
     */
    public RecordSize(TypeSerializer<T> serializer) {
        this.serializer = serializer;
    }

    /** Returns the serialized size of a record in bytes, or {@link #LARGEST} if it has more. */
    public int of(T value) {
        try {
            out.setBuffer(out.getBuffer(), LARGEST);
            serializer.serialize(value, out);
            return out.position();
        } catch (KryoBufferOverflowException e) {
            return LARGEST;
        }
    }
}

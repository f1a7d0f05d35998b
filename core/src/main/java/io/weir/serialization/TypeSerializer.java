package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * Writes, reads and copies the values of one type, without a class name on the wire. It is also a Kryo serializer, so
 * that Kryo can use it for fields of types it handles itself.
 *
 * <p>An instance may hold scratch space: it belongs to one thread. Whoever needs one on another thread creates it there.
 *
 * @param <T> the type
 */
public abstract class TypeSerializer<T> extends Serializer<T> {
    /** The answer of {@link #fixedLength()} for types whose values differ in length. */
    public static final int VARIABLE_LENGTH = -1;

    /**
     * Creates a serializer.
     *
     * @param acceptsNull whether {@link #serialize} takes null
     * @param immutable whether values never change, so that copying is free
     */
    protected TypeSerializer(boolean acceptsNull, boolean immutable) {
        super(acceptsNull, immutable);
    }

    /**
     * Appends a value.
     *
     * @param value the value
     * @param out where to write
     */
    public abstract void serialize(T value, RecordOutput out);

    /**
     * Reads the value that {@link #serialize} wrote.
     *
     * @param in where to read
     * @return the value
     */
    public abstract T deserialize(RecordInput in);

    /**
     * Copies a value deeply enough that changing one never shows in the other.
     *
     * @param value the value
     * @return the copy, or the value itself if its type is immutable
     */
    public abstract T copy(T value);

    /** Returns how many bytes each value takes, or {@link #VARIABLE_LENGTH}. */
    public int fixedLength() {
        return VARIABLE_LENGTH;
    }

    @Override
    public final void write(Kryo kryo, Output output, T value) {
        serialize(value, (RecordOutput) output);
    }

    @Override
    public final T read(Kryo kryo, Input input, Class<? extends T> type) {
        return deserialize((RecordInput) input);
    }

    @Override
    public final T copy(Kryo kryo, T original) {
        return copy(original);
    }
}

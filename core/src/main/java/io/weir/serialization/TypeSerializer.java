package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.weir.schema.SchemaMismatch;
import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;

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

    /**
     * Returns a description of what {@link #serialize} writes, which is stored with state. By default it names this
     * class and its {@link #schemaVersion()}, which says nothing to readers without the class.
     *
     * @return the description
     */
    public TypeSchema describe() {
        return new TypeSchema.Custom(getClass().getName(), schemaVersion(), fixedLength());
    }

    /**
     * Returns which version of its bytes a serializer writes. One that a program brings with it counts it up when they
     * change, and overrides {@link #readerOf} to read the earlier ones.
     */
    public int schemaVersion() {
        return 0;
    }

    /**
     * Returns what makes today's values of what was written with another description. By default the descriptions must
     * be equal.
     *
     * @param written what was written
     * @param path where it stands, for messages; takes notes of what differs
     * @return reads what was written
     * @throws SchemaMismatch if that cannot be
     */
    public ValueReader<T> readerOf(TypeSchema written, SchemaPath path) {
        if (!written.equals(describe())) {
            throw path.changed(written, describe());
        }
        return this::deserialize;
    }

    /**
     * Returns a serializer that reads what was written with another description, and else does what this one does.
     *
     * @param written what was written
     * @param path where it stands, for messages; takes notes of what differs
     * @return the serializer, or this one if nothing differs
     * @throws SchemaMismatch if today's values cannot be made of what was written
     */
    public final TypeSerializer<T> reading(TypeSchema written, SchemaPath path) {
        return written.equals(describe()) ? this : new ReadingSerializer<>(this, written, readerOf(written, path));
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

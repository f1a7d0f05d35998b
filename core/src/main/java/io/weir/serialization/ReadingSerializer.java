package io.weir.serialization;

import io.weir.schema.TypeSchema;

/**
 * Reads what an earlier version of a class was written as, and writes what the class is now. One thread owns it.
 *
 * @param <T> the type
 */
final class ReadingSerializer<T> extends TypeSerializer<T> {
    private final TypeSerializer<T> current;
    private final TypeSchema written;
    private final ValueReader<T> reader;

    ReadingSerializer(TypeSerializer<T> current, TypeSchema written, ValueReader<T> reader) {
        super(current.getAcceptsNull(), current.isImmutable());
        this.current = current;
        this.written = written;
        this.reader = reader;
    }

    @Override
    public void serialize(T value, RecordOutput out) {
        current.serialize(value, out);
    }

    @Override
    public T deserialize(RecordInput in) {
        return reader.read(in);
    }

    @Override
    public T copy(T value) {
        return current.copy(value);
    }

    @Override
    public int fixedLength() {
        return current.fixedLength() == written.fixedLength() ? current.fixedLength() : VARIABLE_LENGTH;
    }

    @Override
    public TypeSchema describe() {
        return current.describe();
    }
}

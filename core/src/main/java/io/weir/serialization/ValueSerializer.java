package io.weir.serialization;

/**
 * A serializer of immutable values made of two functions. It holds no state.
 *
 * @param <T> the type
 */
final class ValueSerializer<T> extends BasicSerializer<T> {
    /** Writes a value. */
    interface Writer<T> {
        void write(T value, RecordOutput out);
    }

    /** Reads a value. */
    interface Reader<T> {
        T read(RecordInput in);
    }

    private final int fixedLength;
    private final Writer<T> writer;
    private final Reader<T> reader;

    ValueSerializer(Class<T> type, int fixedLength, Writer<T> writer, Reader<T> reader) {
        super(type, false);
        this.fixedLength = fixedLength;
        this.writer = writer;
        this.reader = reader;
    }

    @Override
    public void serialize(T value, RecordOutput out) {
        writer.write(value, out);
    }

    @Override
    public T deserialize(RecordInput in) {
        return reader.read(in);
    }

    @Override
    public int fixedLength() {
        return fixedLength;
    }
}

package io.weir.connector.file;

import io.weir.serialization.RecordInput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.ResultTypeQueryable;
import io.weir.types.TypeInformation;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * Reads what {@link TypeSerializerOutputFormat} has written. Each file is read as a whole, by one reader. The task's thread owns
 * it.
 *
 * @param <T> the type of the records
 */
public final class TypeSerializerInputFormat<T> extends FileInputFormat<T> implements ResultTypeQueryable<T> {
    private static final long serialVersionUID = 1L;
    private static final int BUFFER = 64 << 10;

    private final TypeInformation<T> type;
    private transient TypeSerializer<T> serializer;
    private transient DataInputStream blocks;
    private transient RecordInput block;
    private transient int left;

    /**
     * Creates a format.
     *
     * @param type the type of the records
     */
    public TypeSerializerInputFormat(TypeInformation<T> type) {
        this.type = Objects.requireNonNull(type, "type is null");
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }

    @Override
    protected boolean isSplittable() {
        return false;
    }

    @Override
    public void open(FileInputSplit split) throws IOException {
        super.open(split);
        serializer = type.createSerializer();
        stream = new BufferedInputStream(stream, BUFFER);
        blocks = new DataInputStream(stream);
        left = 0;
        if (blocks.readLong() != TypeSerializerOutputFormat.HEADER) {
            throw new IOException("The file " + split.getPath()
                    + " was not written by a TypeSerializerOutputFormat, or by one of another version");
        }
    }

    @Override
    public boolean reachedEnd() throws IOException {
        if (left == 0) {
            blocks.mark(1);
            if (blocks.read() < 0) {
                return true;
            }
            blocks.reset();
            nextBlock();
        }
        return false;
    }

    private void nextBlock() throws IOException {
        int length = blocks.readInt();
        left = blocks.readInt();
        int sum = blocks.readInt();
        byte[] bytes = blocks.readNBytes(Math.max(0, length));
        CRC32C actual = new CRC32C();
        actual.update(bytes);
        if (bytes.length != length || left < 1 || (int) actual.getValue() != sum) {
            throw new IOException("The file " + currentSplit.getPath() + " is damaged");
        }
        block = RecordInput.described(Thread.currentThread().getContextClassLoader());
        block.setBuffer(bytes);
    }

    @Override
    public T nextRecord(T reuse) throws IOException {
        if (reachedEnd()) {
            return null;
        }
        left--;
        return serializer.deserialize(block);
    }
}

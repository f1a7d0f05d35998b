package io.weir.connector.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads records that all have the same number of bytes. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public abstract class FixedLengthInputFormat<T> extends FileInputFormat<T> {
    private static final long serialVersionUID = 1L;
    private static final int BUFFER = 64 << 10;

    private final int recordLength;
    private transient long position;
    private transient byte[] next;

    /**
     * Creates a format.
     *
     * @param recordLength how many bytes a record has, at least 1
     */
    protected FixedLengthInputFormat(int recordLength) {
        if (recordLength < 1) {
            throw new IllegalArgumentException("A record has at least 1 byte, not " + recordLength + ".");
        }
        this.recordLength = recordLength;
    }

    /**
     * Makes a record.
     *
     * @param bytes its bytes, which the record may keep
     * @return the record; null to leave it out
     * @throws IOException if the bytes are none; it fails the task
     */
    protected abstract T readRecord(byte[] bytes) throws IOException;

    @Override
    public void open(FileInputSplit split) throws IOException {
        super.open(split);
        position = (split.getStart() + recordLength - 1) / recordLength * recordLength;
        if (position > split.getStart()) {
            seek(position);
        }
        stream = new BufferedInputStream(stream, BUFFER);
        next = null;
    }

    @Override
    public boolean reachedEnd() throws IOException {
        if (next == null && position < currentSplit.end()) {
            next = stream.readNBytes(recordLength);
            if (next.length == 0) {
                next = null;
                position = FileSplit.TO_THE_END;
            } else if (next.length < recordLength) {
                throw new EOFException("The file " + currentSplit.getPath() + " ends in the middle of a record of "
                        + recordLength + " bytes, which begins at byte " + position);
            }
        }
        return next == null;
    }

    @Override
    public T nextRecord(T reuse) throws IOException {
        if (reachedEnd()) {
            return null;
        }
        byte[] bytes = next;
        next = null;
        position += recordLength;
        return readRecord(bytes);
    }
}

package io.weir.connector.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads records that end with a delimiter; the last of a file may go without. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public abstract class DelimitedInputFormat<T> extends FileInputFormat<T> {
    private static final long serialVersionUID = 1L;
    private static final int BUFFER = 64 << 10;

    private byte[] delimiter = {'\n'};
    private transient long position;
    private transient byte[] next;
    private transient byte[] record;
    private transient boolean ended;

    /** Creates a format whose records are lines. */
    protected DelimitedInputFormat() {}

    /**
     * Sets what ends a record.
     *
     * @param end at least one character, written as UTF-8; a line feed if not set
     */
    public final void setDelimiter(String end) {
        if (end.isEmpty()) {
            throw new IllegalArgumentException("A delimiter has at least one character.");
        }
        delimiter = end.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A delimiter that begins as it ends, such as two dashes, can be found at different places depending on where one begins to
     * look: then only whole files are read.
     */
    @Override
    protected boolean isSplittable() {
        for (int length = 1; length < delimiter.length; length++) {
            if (Arrays.equals(delimiter, 0, length, delimiter, delimiter.length - length, delimiter.length)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Makes a record.
     *
     * @param bytes its bytes without the delimiter, which the record may keep
     * @return the record; null to leave it out
     * @throws IOException if the bytes are none; it fails the task
     */
    protected abstract T readRecord(byte[] bytes) throws IOException;

    @Override
    public void open(FileInputSplit split) throws IOException {
        super.open(split);
        position = split.getStart();
        next = null;
        record = new byte[256];
        ended = false;
        if (position > 0) {
            // The first record of this part begins behind the first delimiter that ends here or later.
            position = Math.max(0, position - delimiter.length);
            seek(position);
        }
        stream = new BufferedInputStream(stream, BUFFER);
        if (split.getStart() > 0) {
            read();
        }
    }

    @Override
    public boolean reachedEnd() throws IOException {
        if (next == null && !ended) {
            if (position < currentSplit.end()) {
                next = read();
            }
            ended = next == null;
        }
        return ended;
    }

    @Override
    public T nextRecord(T reuse) throws IOException {
        if (reachedEnd()) {
            return null;
        }
        byte[] bytes = next;
        next = null;
        return readRecord(bytes);
    }

    /** Returns the bytes up to the next delimiter; null at the end of the file. */
    private byte[] read() throws IOException {
        int used = 0;
        int last = delimiter.length - 1;
        for (int one = stream.read(); one >= 0; one = stream.read()) {
            position++;
            if (used == record.length) {
                record = Arrays.copyOf(record, 2 * used);
            }
            record[used++] = (byte) one;
            if ((byte) one == delimiter[last]
                    && used > last
                    && Arrays.equals(record, used - delimiter.length, used, delimiter, 0, delimiter.length)) {
                return Arrays.copyOf(record, used - delimiter.length);
            }
        }
        return used == 0 ? null : Arrays.copyOf(record, used);
    }
}

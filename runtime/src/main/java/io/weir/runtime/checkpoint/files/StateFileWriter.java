package io.weir.runtime.checkpoint.files;

import io.weir.fs.FileSystems;
import io.weir.runtime.protocol.StateHandle;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/**
 * Writes a state file: part by part, each of any length. One thread at a time owns it. Life: from its first part to
 * {@link #close}, with which the file is complete and durable, or to {@link #abandon}, with which it is gone.
 */
public final class StateFileWriter implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    private final String path;
    private final OutputStream file;
    private final byte[] buffer = new byte[BUFFER];
    private final CRC32C checksum = new CRC32C();
    private final CRC32C partChecksum = new CRC32C();
    private final List<StateHandle.FilePart> parts = new ArrayList<>();

    /** How much of the buffer is used, and where the part at hand begins in it. */
    private int filled;

    private int partBegin;
    private long flushed;
    private long partOffset;
    private boolean closed;

    /**
     * Creates the file; one of that name is replaced.
     *
     * @param path where
     * @throws IOException if it cannot be created
     */
    public StateFileWriter(String path) throws IOException {
        this(path, file -> file);
    }

    /**
     * Creates the file; one of that name is replaced.
     *
     * @param path where
     * @param copying also writes elsewhere what is written to the file
     * @throws IOException if it cannot be created
     */
    public StateFileWriter(String path, UnaryOperator<OutputStream> copying) throws IOException {
        this.path = path;
        this.file = copying.apply(FileSystems.of(path).create(path, true));
        DataOutputStream header = new DataOutputStream(stream());
        header.writeInt(StateFileFormat.MAGIC);
        header.writeByte(StateFileFormat.KIND);
        header.writeByte(StateFileFormat.VERSION);
    }

    /**
     * Begins a part.
     *
     * @return takes its bytes; good until the part ends
     */
    public OutputStream beginPart() {
        partOffset = position();
        partBegin = filled;
        partChecksum.reset();
        return stream();
    }

    /** Ends the part; returns where it is. */
    public StateHandle.FilePart endPart() {
        partChecksum.update(buffer, partBegin, filled - partBegin);
        StateHandle.FilePart part =
                new StateHandle.FilePart(path, partOffset, position() - partOffset, (int) partChecksum.getValue());
        parts.add(part);
        return part;
    }

    private long position() {
        return flushed + filled;
    }

    private OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (filled == BUFFER) {
                    flushBuffer();
                }
                buffer[filled++] = (byte) b;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                append(bytes, offset, length);
            }
        };
    }

    private void append(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            if (filled == BUFFER) {
                flushBuffer();
            }
            int count = Math.min(end - from, BUFFER - filled);
            System.arraycopy(bytes, from, buffer, filled, count);
            filled += count;
            from += count;
        }
    }

    private void flushBuffer() throws IOException {
        checksum.update(buffer, 0, filled);
        partChecksum.update(buffer, partBegin, filled - partBegin);
        file.write(buffer, 0, filled);
        flushed += filled;
        filled = 0;
        partBegin = 0;
    }

    /**
     * Completes the file.
     *
     * @throws IOException if it cannot be; then it is to be abandoned
     */
    @Override
    public void close() throws IOException {
        DataOutputStream trailer = new DataOutputStream(stream());
        for (StateHandle.FilePart part : parts) {
            trailer.writeLong(part.offset());
            trailer.writeLong(part.length());
            trailer.writeInt(part.checksum());
        }
        trailer.writeInt(parts.size());
        flushBuffer();
        trailer.writeInt((int) checksum.getValue());
        flushBuffer();
        file.close();
        closed = true;
    }

    /**
     * Deletes the file, complete or not.
     *
     * @throws IOException if it cannot be deleted
     */
    public void abandon() throws IOException {
        try {
            if (!closed) {
                closed = true;
                file.close();
            }
        } finally {
            FileSystems.of(path).delete(path);
        }
    }
}

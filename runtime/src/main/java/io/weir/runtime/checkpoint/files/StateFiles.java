package io.weir.runtime.checkpoint.files;

import io.weir.fs.FileSystems;
import io.weir.fs.SeekableInput;
import io.weir.runtime.protocol.StateHandle;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** Reads what {@link StateFileWriter} wrote. Stateless. */
public final class StateFiles {
    private static final int BUFFER = 64 << 10;

    private StateFiles() {}

    /**
     * Opens a part. Whoever reads it to its end knows that it is what was written; a damaged one fails with a message that
     * names the file.
     *
     * @param handle where it is
     * @return its bytes; to be closed
     */
    public static InputStream open(StateHandle handle) {
        if (handle instanceof StateHandle.Inline inline) {
            return new ByteArrayInputStream(inline.bytes());
        }
        StateHandle.FilePart part = (StateHandle.FilePart) handle;
        SeekableInput file = null;
        try {
            file = FileSystems.of(part.path()).open(part.path());
            readHeader(part.path(), file);
            file.seek(part.offset());
            return new BufferedInputStream(new PartInput(part, file), BUFFER);
        } catch (IOException e) {
            closeQuietly(file, e);
            throw unreadable(part.path(), e);
        } catch (RuntimeException e) {
            closeQuietly(file, e);
            throw e;
        }
    }

    private static void closeQuietly(SeekableInput file, Exception failure) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static RuntimeException unreadable(String path, IOException cause) {
        if (cause instanceof FileNotFoundException) {
            return StateFileFormat.damaged(path, "is missing", cause);
        }
        if (cause instanceof EOFException) {
            return StateFileFormat.damaged(path, "is truncated", cause);
        }
        return StateFileFormat.damaged(path, "cannot be read (" + cause + ")", cause);
    }

    private static void readHeader(String path, InputStream in) throws IOException {
        DataInputStream header = new DataInputStream(in);
        if (header.readInt() != StateFileFormat.MAGIC || header.readByte() != StateFileFormat.KIND) {
            throw StateFileFormat.damaged(path, "is damaged: it does not begin as a state file does");
        }
        int version = header.readByte();
        if (version != StateFileFormat.VERSION) {
            throw StateFileFormat.damaged(
                    path, "has format " + version + ", but this engine reads format " + StateFileFormat.VERSION);
        }
    }

    /**
     * Reads a whole file and checks that it is what was written.
     *
     * @param path the file
     * @return how many parts it has
     */
    public static int verify(String path) {
        try (SeekableInput file = FileSystems.of(path).open(path)) {
            long length = FileSystems.of(path).status(path).length();
            CheckedInputStream checked = new CheckedInputStream(new BufferedInputStream(file, BUFFER), new CRC32C());
            readHeader(path, checked);
            long parts = length - StateFileFormat.HEADER - StateFileFormat.TRAILER;
            if (parts < 0) {
                throw new EOFException();
            }
            checked.skipNBytes(parts);
            DataInputStream trailer = new DataInputStream(checked);
            int count = trailer.readInt();
            int expected = (int) checked.getChecksum().getValue();
            if (trailer.readInt() != expected) {
                throw StateFileFormat.damaged(path, "is damaged: its checksum is another");
            }
            return count;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The bytes of a part, checked when all were read. One thread owns it. */
    private static final class PartInput extends InputStream {
        private final StateHandle.FilePart part;
        private final SeekableInput file;
        private final CRC32C checksum = new CRC32C();
        private long rest;
        private boolean skipped;

        PartInput(StateHandle.FilePart part, SeekableInput file) {
            this.part = part;
            this.file = file;
            this.rest = part.length();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (rest == 0) {
                return -1;
            }
            int count;
            try {
                count = file.read(bytes, offset, (int) Math.min(length, rest));
            } catch (IOException e) {
                throw unreadable(part.path(), e);
            }
            if (count < 0) {
                throw StateFileFormat.damaged(part.path(), "is truncated: " + rest + " bytes of a part are missing");
            }
            checksum.update(bytes, offset, count);
            rest -= count;
            if (rest == 0 && !skipped && (int) checksum.getValue() != part.checksum()) {
                throw StateFileFormat.damaged(part.path(), "is damaged: the checksum of a part is another");
            }
            return count;
        }

        /** Goes on further behind, after which the checksum of the whole is unknown. */
        @Override
        public long skip(long count) throws IOException {
            if (count < BUFFER) {
                return super.skip(count);
            }
            long skip = Math.min(count, rest);
            file.seek(file.position() + skip);
            rest -= skip;
            skipped = true;
            return skip;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

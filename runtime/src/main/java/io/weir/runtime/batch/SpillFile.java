package io.weir.runtime.batch;

import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on disk, in the order in which they were written, for as long as a task runs. They stand in blocks that are
 * compressed with LZ4, numbers with the lowest byte first: {@code int} compressed length, {@code int} length, {@code int} number of records, {@code int}
 * CRC32C of the compressed bytes, and these. Each record is a stream of its own for the class dictionary.
 *
 * <p>One thread owns it. Life: written once, then read by any number of readers, then deleted.
 */
final class SpillFile {
    /** A block is written when it has this many bytes. */
    static final int BLOCK = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);

    private static final int HEAD = 4 * Integer.BYTES;

    private static final LZ4Factory LZ4 = LZ4Factory.fastestInstance();

    private final Path path;
    private long records;
    private long bytes;

    private SpillFile(Path path) {
        this.path = path;
    }

    /** Returns how many records it has. */
    long records() {
        return records;
    }

    /** Returns how many bytes it takes on disk. */
    long bytes() {
        return bytes;
    }

    /** Removes it from disk. That it cannot be is no reason to hold on to anything else. */
    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("The file {} for records on disk stays there: it cannot be deleted.", path, e);
        }
    }

    private static WeirException failed(String what, Path path, IOException e) {
        return new WeirException(
                ErrorCode.STORAGE, "Could not " + what + " the file " + path + " for records on disk: " + e, e);
    }

    /** Writes a file. One thread owns it; closed in any case, which removes what was not finished. */
    static final class Writer implements AutoCloseable {
        private final SpillFile file;
        private final OutputStream stream;
        private final RecordOutput head = new RecordOutput(HEAD);
        private final RecordOutput block = new RecordOutput(BLOCK + (BLOCK >> 2));
        private final LZ4Compressor compressor = LZ4.fastCompressor();
        private final CRC32C crc = new CRC32C();
        private byte[] compressed = new byte[0];
        private int inBlock;

        /** Where the last record ends that was written; what stands behind it failed on the way. */
        private int end;

        private boolean finished;

        /**
         * Begins a file.
         *
         * @param path where; there is nothing yet
         */
        Writer(Path path) {
            this.file = new SpillFile(path);
            try {
                Files.createDirectories(path.getParent());
                this.stream = Files.newOutputStream(path);
            } catch (IOException e) {
                throw failed("create", path, e);
            }
        }

        /** Returns where the next record is to be written to; {@link #written} says that it is there. */
        RecordOutput next() {
            block.setPosition(end);
            block.beginStream();
            return block;
        }

        /** Counts a record that was written. */
        void written() {
            inBlock++;
            file.records++;
            end = block.position();
            if (block.position() >= BLOCK) {
                flush();
            }
        }

        private void flush() {
            int length = end;
            int most = compressor.maxCompressedLength(length);
            if (compressed.length < most) {
                compressed = new byte[most];
            }
            int size = compressor.compress(block.getBuffer(), 0, length, compressed, 0, most);
            crc.reset();
            crc.update(compressed, 0, size);
            head.reset();
            head.writeInt(size);
            head.writeInt(length);
            head.writeInt(inBlock);
            head.writeInt((int) crc.getValue());
            try {
                stream.write(head.getBuffer(), 0, HEAD);
                stream.write(compressed, 0, size);
            } catch (IOException e) {
                throw failed("write", file.path, e);
            }
            file.bytes += HEAD + size;
            block.reset();
            end = 0;
            inBlock = 0;
        }

        /** Completes the file. */
        SpillFile finish() {
            if (inBlock > 0) {
                flush();
            }
            try {
                stream.close();
            } catch (IOException e) {
                throw failed("write", file.path, e);
            }
            finished = true;
            return file;
        }

        /** Never fails: whoever gives up has others to close, too. */
        @Override
        public void close() {
            if (finished) {
                return;
            }
            finished = true;
            try {
                stream.close();
            } catch (IOException e) {
                LOG.debug("The file {} could not be closed; it is deleted.", file.path, e);
            }
            file.delete();
        }
    }

    /**
     * Opens it.
     *
     * @param serializer reads the records
     * @param classLoader knows the classes of records whose type is not known
     * @param <T> the type of the records
     * @return a reader at the first record
     */
    <T> Reader<T> open(TypeSerializer<T> serializer, ClassLoader classLoader) {
        try {
            return new Reader<>(path, Files.newInputStream(path), serializer, new RecordInput(classLoader));
        } catch (IOException e) {
            throw failed("open", path, e);
        }
    }

    /**
     * Reads a file from its beginning to its end. One thread owns it.
     *
     * @param <T> the type of the records
     */
    static final class Reader<T> implements RecordSource<T> {
        private final Path path;
        private final InputStream stream;
        private final RecordInput head = new RecordInput(null);
        private final TypeSerializer<T> serializer;
        private final RecordInput in;
        private final LZ4SafeDecompressor decompressor = LZ4.safeDecompressor();
        private final CRC32C crc = new CRC32C();
        private byte[] compressed = new byte[0];
        private byte[] block = new byte[0];
        private int length;
        private int left;

        private Reader(Path path, InputStream stream, TypeSerializer<T> serializer, RecordInput in) {
            this.path = path;
            this.stream = stream;
            this.serializer = serializer;
            this.in = in;
        }

        @Override
        public boolean hasNext() {
            return left > 0 || load();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            left--;
            in.beginStream();
            return serializer.deserialize(in);
        }

        private boolean load() {
            try {
                int size = begin();
                if (size < 0) {
                    return false;
                }
                int read = stream.readNBytes(compressed, 0, size);
                crc.reset();
                crc.update(compressed, 0, read);
                if (read < size || (int) crc.getValue() != head.readInt()) {
                    throw damaged();
                }
                decompressor.decompress(compressed, 0, size, block, 0, length);
                in.setBuffer(block, 0, length);
                return true;
            } catch (IOException e) {
                throw failed("read", path, e);
            }
        }

        /** Reads what stands before a block; returns the size of the block, or -1 at the end of the file. */
        private int begin() throws IOException {
            byte[] bytes = stream.readNBytes(HEAD);
            if (bytes.length == 0) {
                return -1;
            }
            if (bytes.length < HEAD) {
                throw damaged();
            }
            head.setBuffer(bytes, 0, HEAD);
            int size = head.readInt();
            length = head.readInt();
            left = head.readInt();
            if (size < 0 || length < 0) {
                throw damaged();
            }
            if (compressed.length < size) {
                compressed = new byte[size];
            }
            if (block.length < length) {
                block = new byte[length];
            }
            return size;
        }

        private WeirException damaged() {
            return new WeirException(
                    ErrorCode.STORAGE,
                    "The file " + path + " for records on disk is not as it was written: the disk may be failing.");
        }

        @Override
        public void close() {
            try {
                stream.close();
            } catch (IOException e) {
                throw failed("read", path, e);
            }
        }
    }
}

package io.weir.runtime.batch;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of rows, each with a head of eight bytes, that are read and written again wherever they are. What was added last
 * is still in memory.
 *
 * <p>One thread writes while no other reads, or any number of threads read. Life: until it is closed, which removes the file.
 */
final class RowFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RowFile.class);
    private static final int TAIL = 1 << 16;

    private final Path path;
    private final FileChannel channel;

    /** What stands behind the written part. */
    private ByteBuffer tail = buffer(TAIL);

    private long written;

    /**
     * Begins a file.
     *
     * @param directory where; need not be there
     */
    RowFile(Path directory) {
        path = directory.resolve("rows-" + UUID.randomUUID());
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed("create", e);
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    private WeirException failed(String what, IOException e) {
        return new WeirException(
                ErrorCode.STORAGE, "Could not " + what + " the file " + path + " for records on disk: " + e, e);
    }

    /** Returns how many bytes it has. */
    long end() {
        return written + tail.position();
    }

    /**
     * Adds a row.
     *
     * @param head stands before it
     * @param bytes begin with the row
     * @param length how many of them it has
     * @param room how many bytes it takes with its head
     * @return where it begins
     */
    long add(long head, byte[] bytes, int length, long room) {
        if (tail.remaining() < room) {
            flush();
            if (tail.capacity() < room) {
                tail = buffer((int) Math.min(Integer.MAX_VALUE - Long.BYTES, 2 * room));
            }
        }
        long position = end();
        int begin = tail.position();
        tail.putLong(head).put(bytes, 0, length);
        tail.position(begin + (int) room);
        return position;
    }

    private void flush() {
        tail.flip();
        write(tail, written);
        written += tail.limit();
        tail.clear();
    }

    private void write(ByteBuffer bytes, long position) {
        try {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw failed("write", e);
        }
    }

    /** Returns the head of the row at a position. */
    long head(long position) {
        if (position >= written) {
            return tail.getLong((int) (position - written));
        }
        ByteBuffer head = buffer(Long.BYTES);
        fill(head, position);
        return head.getLong(0);
    }

    /** Changes the head of the row at a position. */
    void putHead(long position, long head) {
        if (position >= written) {
            tail.putLong((int) (position - written), head);
        } else {
            write(buffer(Long.BYTES).putLong(head).flip(), position);
        }
    }

    /** Writes another row, with its head, in place of one that takes as much room. */
    void write(long position, long head, byte[] bytes, int length) {
        putHead(position, head);
        if (position >= written) {
            tail.put((int) (position - written) + Long.BYTES, bytes, 0, length);
        } else {
            write(ByteBuffer.wrap(bytes, 0, length), position + Long.BYTES);
        }
    }

    /** Reads bytes of a row. */
    void read(long position, byte[] target, int length) {
        if (position >= written) {
            tail.get((int) (position - written), target, 0, length);
        } else {
            fill(ByteBuffer.wrap(target, 0, length), position);
        }
    }

    private void fill(ByteBuffer target, long position) {
        try {
            long at = position;
            while (target.hasRemaining()) {
                int count = channel.read(target, at);
                if (count < 0) {
                    throw new WeirException(
                            ErrorCode.STORAGE, "The file " + path + " for records on disk is shorter than it was.");
                }
                at += count;
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    /** Removes it. That it cannot be is no reason to hold on to anything else. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("The file {} for records on disk stays there: it cannot be deleted.", path, e);
        }
    }
}

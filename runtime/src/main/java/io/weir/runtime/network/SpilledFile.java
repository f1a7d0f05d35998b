package io.weir.runtime.network;

import io.weir.runtime.protocol.PartitionId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file of a {@link SpilledPartition}: written once by the producing task's thread, then read by any. It is open as long
 * as somebody holds it, and removed from disk with the partition, whether it is open or not.
 */
final class SpilledFile {
    /** Small writes are put together to this many bytes. */
    private static final int WRITE = 256 << 10;

    private final PartitionId partition;
    private final Path path;
    private final FileChannel channel;
    private final DataOutputStream out;
    private long length;

    private final Object lock = new Object();

    /**
     * What tasks read from. One that is interrupted while it reads closes it, which must not be the end of the file for the
     * others and for what is on its way to other processes. Guarded by the lock; null before the first task reads.
     */
    private FileChannel readByTasks;

    /** How many hold it open. Guarded by the lock. */
    private int holders = 1;

    private SpilledFile(PartitionId partition, Path path, FileChannel channel) {
        this.partition = partition;
        this.path = path;
        this.channel = channel;
        this.out = new DataOutputStream(
                new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel), WRITE));
    }

    /** Creates an empty file, held by the caller. */
    static SpilledFile create(PartitionId partition, Path path) {
        try {
            Files.createDirectories(path.getParent());
            return new SpilledFile(
                    partition,
                    path,
                    FileChannel.open(
                            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw failed("create", path, e);
        }
    }

    /** Returns it for threads that nobody interrupts. */
    FileChannel channel() {
        return channel;
    }

    private FileChannel channelForTasks() throws IOException {
        synchronized (lock) {
            if (readByTasks == null || !readByTasks.isOpen()) {
                readByTasks = FileChannel.open(path, StandardOpenOption.READ);
            }
            return readByTasks;
        }
    }

    /** Appends a frame's bytes and their checksum; returns where they begin. */
    long append(byte[] bytes, int count) {
        long position = length;
        try {
            out.write(bytes, 0, count);
            out.writeInt(Checksum.of(bytes, count));
        } catch (IOException e) {
            throw failed("write", path, e);
        }
        length += count + Checksum.LENGTH;
        return position;
    }

    /** Writes what was put together. */
    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    /** Returns how many bytes were appended. */
    long length() {
        return length;
    }

    /** Fills an array from a position on. Any thread that holds it. */
    void read(long position, byte[] into, int count) {
        boolean done = false;
        while (!done) {
            try {
                fill(channelForTasks(), position, ByteBuffer.wrap(into, 0, count));
                done = true;
            } catch (ClosedByInterruptException e) {
                throw failed("read", path, e);
            } catch (ClosedChannelException e) {
                // Another reader was interrupted: once more.
            } catch (IOException e) {
                throw failed("read", path, e);
            }
        }
    }

    private void fill(FileChannel from, long position, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (from.read(buffer, position + buffer.position()) < 0) {
                throw damaged();
            }
        }
    }

    /** Makes the failure of bytes that are not as they were written. */
    WeirException damaged() {
        return LostOutput.failure(
                partition, "The file " + path + " of an exchange is not as it was written: the disk may be failing.");
    }

    /** Keeps it open; its caller knows that somebody holds it. Any thread. */
    void retain() {
        synchronized (lock) {
            holders++;
        }
    }

    /** Keeps it open, unless it is closed already. Any thread. */
    boolean tryRetain() {
        synchronized (lock) {
            if (holders == 0) {
                return false;
            }
            holders++;
            return true;
        }
    }

    /** Lets go of it. Any thread. */
    void release() {
        FileChannel read;
        synchronized (lock) {
            holders--;
            if (holders > 0) {
                return;
            }
            read = readByTasks;
        }
        try (channel) {
            if (read != null) {
                read.close();
            }
        } catch (IOException e) {
            throw failed("close", path, e);
        }
    }

    /** Removes it from disk; who holds it can go on. */
    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw failed("delete", path, e);
        }
    }

    private static WeirException failed(String what, Path path, IOException e) {
        return new WeirException(
                ErrorCode.STORAGE, "Could not " + what + " the file " + path + " of an exchange: " + e, e);
    }
}

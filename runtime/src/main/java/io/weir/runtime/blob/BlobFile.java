package io.weir.runtime.blob;

import io.weir.runtime.protocol.BlobKey;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file that comes in parts. It gets its final name only when it is complete and its content is what its key says, so
 * that a file under its final name is always whole. Its callers see to it that one thread at a time uses it.
 */
final class BlobFile {
    private final BlobKey key;
    private final Path partial;
    private final Path path;
    private MessageDigest digest = Blobs.sha256();
    private long length;
    private volatile boolean complete; // written by the thread that appends, read by any

    /** The number tells the files of one directory apart: one that is deleted late is not one that came again. */
    BlobFile(Path directory, BlobKey key, long number) {
        this.key = key;
        this.path = directory.resolve(key.sha256() + "-" + number + ".jar");
        this.partial = directory.resolve(key.sha256() + "-" + number + ".part");
    }

    Path path() {
        return path;
    }

    boolean isComplete() {
        return complete;
    }

    long length() {
        return length;
    }

    /** Appends a part; one that is already there is left out, for the sender may not have got the answer. */
    void append(long offset, byte[] bytes) throws IOException {
        if (complete || offset + bytes.length <= length && length > 0) {
            return;
        }
        if (offset != length || length + bytes.length > key.size()) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "The part of " + key.name() + " at " + offset + " with " + bytes.length
                            + " bytes does not follow the " + length + " bytes that are there, of " + key.size() + ".");
        }
        write(bytes);
        digest.update(bytes);
        length += bytes.length;
        if (length == key.size()) {
            complete();
        }
    }

    private void write(byte[] bytes) throws IOException {
        Files.createDirectories(partial.getParent());
        try (FileChannel channel = length == 0
                ? FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)
                : FileChannel.open(partial, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    private void complete() throws IOException {
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(key.sha256())) {
            digest = Blobs.sha256();
            length = 0;
            Files.deleteIfExists(partial);
            throw new WeirException(
                    ErrorCode.STORAGE,
                    "The content of " + key.name() + " has the SHA-256 " + actual + " instead of " + key.sha256()
                            + ": it was changed on its way or while it was read.");
        }
        Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        complete = true;
    }

    byte[] read(long offset, int maximum) throws IOException {
        if (offset < 0 || maximum < 0 || offset > key.size()) {
            throw new WeirException(ErrorCode.INTERNAL, "There is no byte " + offset + " in " + key.name() + ".");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(maximum, key.size() - offset));
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new WeirException(ErrorCode.STORAGE, "The file " + path + " was cut.");
                }
            }
            return buffer.array();
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(partial);
        Files.deleteIfExists(path);
    }
}

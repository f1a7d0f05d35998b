package io.weir.fs;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of this machine. Paths have the scheme {@code file} or none. No state; safe for use by any thread. */
public final class LocalFileSystem implements FileSystem {
    private static final int WRITE_BUFFER = 64 << 10;

    /** Creates the file system. */
    public LocalFileSystem() {}

    @Override
    public SeekableInput open(String path) throws IOException {
        Path file = local(path);
        if (Files.isDirectory(file)) {
            throw new IOException(path + " is a directory.");
        }
        try {
            return new ChannelInput(FileChannel.open(file, StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
    }

    @Override
    public OutputStream create(String path, boolean overwrite) throws IOException {
        return new BufferedOutputStream(new DurableOutput(openNew(path, overwrite)), WRITE_BUFFER);
    }

    private static FileChannel openNew(String path, boolean overwrite) throws IOException {
        Path file = local(path);
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Set<OpenOption> options = overwrite
                ? Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)
                : Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        return FileChannel.open(file, options);
    }

    @Override
    public boolean canTruncate() {
        return true;
    }

    @Override
    public SyncableOutput createSyncable(String path) throws IOException {
        return new DurableOutput(openNew(path, false));
    }

    /** The bytes that stay are copied: a process that was given up, and still runs, goes on writing to the old file. */
    @Override
    public void truncate(String path, long length) throws IOException {
        Path file = local(path);
        Path copy = file.resolveSibling(file.getFileName() + ".cut");
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to = openNew(copy.toString(), true)) {
            if (from.size() < length) {
                throw new IOException(
                        path + " should have at least " + length + " bytes, but has " + from.size() + ".");
            }
            long copied = 0;
            while (copied < length) {
                copied += from.transferTo(copied, length - copied, to);
            }
            to.force(false);
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public FileStatus status(String path) throws IOException {
        Path file = local(path);
        try {
            return status(file, Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
    }

    @Override
    public List<FileStatus> list(String path) throws IOException {
        Path directory = local(path);
        List<FileStatus> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                statusOfEntry(entry).ifPresent(found::add);
            }
        } catch (NotDirectoryException e) {
            return List.of(status(path));
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
        found.sort(Comparator.comparing(FileStatus::path));
        return found;
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(local(path));
    }

    @Override
    public void createDirectories(String path) throws IOException {
        Files.createDirectories(local(path));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path target = local(to);
        // Files.move replaces nothing for files, but an atomic move would; the check leaves a gap that only another
        // writer to the same name could use.
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to);
        }
        try {
            Files.move(local(from), target);
        } catch (NoSuchFileException e) {
            throw missing(from, e);
        }
    }

    @Override
    public boolean delete(String path) throws IOException {
        Path root = local(path);
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
        return true;
    }

    private static Path local(String path) {
        String plain = path.startsWith("file:") ? path.substring("file:".length()) : path;
        // file://host/path does not exist here; file:///path and file:/path do.
        return Path.of(plain.startsWith("///") ? plain.substring(2) : plain);
    }

    /** A link that leads nowhere is an entry: whoever wants to read it learns that. What is gone by now is none. */
    private static Optional<FileStatus> statusOfEntry(Path entry) throws IOException {
        try {
            return Optional.of(status(entry, Files.readAttributes(entry, BasicFileAttributes.class)));
        } catch (NoSuchFileException e) {
            try {
                return Optional.of(status(
                        entry, Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
            } catch (NoSuchFileException gone) {
                return Optional.empty();
            }
        }
    }

    private static FileStatus status(Path file, BasicFileAttributes attributes) {
        String path = "file:" + file.toAbsolutePath().normalize();
        if (attributes.isDirectory()) {
            return new FileStatus(path, 0, true, List.of());
        }
        FileStatus.Block whole = new FileStatus.Block(0, attributes.size(), List.of());
        return new FileStatus(path, attributes.size(), false, List.of(whole));
    }

    private static FileNotFoundException missing(String path, NoSuchFileException cause) {
        FileNotFoundException missing = new FileNotFoundException(path + " does not exist.");
        missing.initCause(cause);
        return missing;
    }

    /** Reads a file. One thread owns it. */
    private static final class ChannelInput extends SeekableInput {
        private final FileChannel channel;

        ChannelInput(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
        }

        @Override
        public void seek(long position) throws IOException {
            if (position < 0 || position > channel.size()) {
                throw new EOFException("Position " + position + " is not in a file of " + channel.size() + " bytes.");
            }
            channel.position(position);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(Integer.MAX_VALUE, channel.size() - channel.position());
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Writes a file and makes it durable when it is closed. One thread owns it. */
    private static final class DurableOutput extends SyncableOutput {
        private final FileChannel channel;
        private final OutputStream out;

        DurableOutput(FileChannel channel) {
            this.channel = channel;
            this.out = Channels.newOutputStream(channel);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                if (channel.isOpen()) {
                    channel.force(false);
                }
            }
        }
    }
}

package io.weir.runtime.blob;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.BlobKey;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The files of jobs in the JobManager's process, each stored once under its content's name. A file is kept while a job
 * uses it, and for some minutes after a client was told that it need not upload it. For any thread; files are read and
 * written on the executor for input and output.
 *
 * <p>Life: from the start of the process to its end, when the directory is deleted.
 */
public final class BlobStore implements AutoCloseable {
    /** How long a file is kept that no job uses yet. */
    static final Duration GRACE = Duration.ofMinutes(10);

    private final Path directory;
    private final Executor io;
    private final Clock clock;
    private final Map<String, Entry> entries = new HashMap<>(); // guarded by this: read and written by all callers
    private long created; // guarded by this

    /** A file with its users. */
    private static final class Entry {
        private final BlobFile file;
        private final Set<JobId> users = new HashSet<>();
        private Instant keptUntil;

        Entry(BlobFile file, Instant keptUntil) {
            this.file = file;
            this.keptUntil = keptUntil;
        }
    }

    /**
     * Creates an empty store.
     *
     * @param directory its own directory, made with the first file and deleted at the end
     * @param io runs what reads and writes
     * @param clock tells when a file without users is old
     */
    public BlobStore(Path directory, Executor io, Clock clock) {
        this.directory = directory;
        this.io = io;
        this.clock = clock;
    }

    /**
     * Returns which files are not here, and keeps the others for a while.
     *
     * @param keys the files
     * @return those to upload
     */
    public synchronized List<BlobKey> missing(List<BlobKey> keys) {
        deleteUnused();
        List<BlobKey> missing = new ArrayList<>();
        for (BlobKey key : keys) {
            Entry entry = entries.get(key.sha256());
            if (entry == null || !entry.file.isComplete()) {
                missing.add(key);
            } else {
                entry.keptUntil = clock.instant().plus(GRACE);
            }
        }
        return missing;
    }

    /**
     * Stores a part of a file.
     *
     * @param key the file
     * @param offset where the part begins
     * @param bytes the part
     * @return completes when it is stored
     */
    public CompletableFuture<Void> append(BlobKey key, long offset, byte[] bytes) {
        return CompletableFuture.runAsync(
                () -> {
                    BlobFile file = fileFor(key);
                    synchronized (file) { // two clients may upload the same file at once
                        try {
                            file.append(offset, bytes);
                        } catch (IOException e) {
                            throw new WeirException(
                                    ErrorCode.STORAGE,
                                    "The file " + key.name() + " cannot be stored in " + directory + ": "
                                            + e.getMessage() + ".",
                                    e);
                        }
                    }
                },
                io);
    }

    /** Opens a file elsewhere. */
    @FunctionalInterface
    public interface Origin {
        /**
         * Opens it.
         *
         * @return its bytes
         * @throws IOException if it cannot be read
         */
        InputStream open() throws IOException;
    }

    /**
     * Stores a file that is kept elsewhere, unless it is here.
     *
     * @param key the file
     * @param origin where it is kept
     * @return completes when it is here
     */
    public CompletableFuture<Void> fetch(BlobKey key, Origin origin) {
        return CompletableFuture.runAsync(
                () -> {
                    BlobFile file = fileFor(key);
                    synchronized (file) {
                        try (InputStream in = origin.open()) {
                            long offset = 0;
                            do {
                                byte[] part = in.readNBytes(Blobs.CHUNK);
                                file.append(offset, part);
                                offset += part.length;
                                if (part.length == 0 && offset < key.size()) {
                                    throw new IOException("it was cut after " + offset + " bytes");
                                }
                            } while (offset < key.size());
                        } catch (IOException e) {
                            throw new WeirException(
                                    ErrorCode.STORAGE,
                                    "The file " + key.name() + " cannot be fetched: " + e.getMessage() + ".",
                                    e);
                        }
                    }
                },
                io);
    }

    private synchronized BlobFile fileFor(BlobKey key) {
        Instant keptUntil = clock.instant().plus(GRACE);
        Entry entry = entries.computeIfAbsent(
                key.sha256(), missing -> new Entry(new BlobFile(directory, key, created++), keptUntil));
        entry.keptUntil = keptUntil;
        return entry.file;
    }

    /**
     * Reads a part of a file.
     *
     * @param key the file
     * @param offset where the part begins
     * @param length how long it is at most
     * @return the bytes; fails with NOT_FOUND if the file is not here
     */
    public CompletableFuture<byte[]> read(BlobKey key, long offset, int length) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return complete(key).read(offset, Math.min(length, Blobs.CHUNK));
                    } catch (IOException e) {
                        throw new WeirException(
                                ErrorCode.STORAGE,
                                "The file " + key.name() + " cannot be read: " + e.getMessage() + ".",
                                e);
                    }
                },
                io);
    }

    /**
     * Keeps files until {@link #release} is called for the same job.
     *
     * @param job the job
     * @param keys the files
     * @return where they are, in the same order
     * @throws WeirException with NOT_FOUND if one is not here
     */
    public synchronized List<Path> retain(JobId job, List<BlobKey> keys) {
        List<Path> paths = keys.stream().map(key -> complete(key).path()).toList();
        keys.forEach(key -> entries.get(key.sha256()).users.add(job));
        return paths;
    }

    private synchronized BlobFile complete(BlobKey key) {
        Entry entry = entries.get(key.sha256());
        if (entry == null || !entry.file.isComplete()) {
            throw new WeirException(
                    ErrorCode.NOT_FOUND,
                    "The cluster does not have the file " + key.name() + "; it must be uploaded first.");
        }
        return entry.file;
    }

    /**
     * Deletes the files that no other job uses.
     *
     * @param job a job that has ended
     */
    public synchronized void release(JobId job) {
        for (Entry entry : entries.values()) {
            if (entry.users.remove(job) && entry.users.isEmpty()) {
                entry.keptUntil = Instant.MIN;
            }
        }
        deleteUnused();
    }

    /** Returns how many files are here, complete or not. */
    public synchronized int size() {
        return entries.size();
    }

    private void deleteUnused() {
        Instant now = clock.instant();
        entries.values().removeIf(entry -> {
            boolean old = entry.users.isEmpty() && now.isAfter(entry.keptUntil);
            if (old) {
                io.execute(() -> Blobs.delete(entry.file));
            }
            return old;
        });
    }

    @Override
    public synchronized void close() {
        entries.clear();
        Blobs.deleteTree(directory);
    }
}

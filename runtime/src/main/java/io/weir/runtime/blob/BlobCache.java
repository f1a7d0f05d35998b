package io.weir.runtime.blob;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.BlobKey;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The files of jobs in a TaskManager's process: each is downloaded once, however many tasks and jobs want it, and
 * deleted when no job uses it any more. For any thread; files are written on the executor for input and output.
 *
 * <p>Life: from the start of the TaskManager to its end, when the directory is deleted.
 */
public final class BlobCache implements AutoCloseable {
    private final Path directory;
    private final Executor io;
    private final Map<String, Entry> entries = new HashMap<>(); // guarded by this: read and written by all callers
    private long created; // guarded by this

    /** Reads a part of a file from another process. */
    @FunctionalInterface
    public interface Source {
        /**
         * Reads a part.
         *
         * @param key the file
         * @param offset where the part begins
         * @param length how long it is at most
         * @return the bytes
         */
        CompletableFuture<byte[]> read(BlobKey key, long offset, int length);
    }

    /** A file, here or on its way, with its users. */
    private static final class Entry {
        private final BlobFile file;
        private final Set<JobId> users = new HashSet<>();
        private CompletableFuture<Path> path;

        Entry(BlobFile file) {
            this.file = file;
        }
    }

    /**
     * Creates an empty cache.
     *
     * @param directory its own directory, made with the first file and deleted at the end
     * @param io runs what writes
     */
    public BlobCache(Path directory, Executor io) {
        this.directory = directory;
        this.io = io;
    }

    /**
     * Makes files available until {@link #release} is called for the same job.
     *
     * @param job the job
     * @param keys the files
     * @param source where to get those that are not here
     * @return where they are, in the same order
     */
    public CompletableFuture<List<Path>> fetch(JobId job, List<BlobKey> keys, Source source) {
        List<CompletableFuture<Path>> paths = new ArrayList<>();
        for (BlobKey key : keys) {
            paths.add(fetch(job, key, source));
        }
        return CompletableFuture.allOf(paths.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> paths.stream().map(CompletableFuture::join).toList());
    }

    private synchronized CompletableFuture<Path> fetch(JobId job, BlobKey key, Source source) {
        Entry entry =
                entries.computeIfAbsent(key.sha256(), missing -> new Entry(new BlobFile(directory, key, created++)));
        entry.users.add(job);
        if (entry.path == null || entry.path.isCompletedExceptionally()) {
            entry.path = download(entry.file, key, source).thenApply(done -> entry.file.path());
        }
        return entry.path;
    }

    /** One part after the other: the parts of one file are written by one thread at a time. */
    private CompletableFuture<Void> download(BlobFile file, BlobKey key, Source source) {
        return source.read(key, file.length(), Blobs.CHUNK)
                .thenAcceptAsync(bytes -> append(file, key, bytes), io)
                .thenCompose(done ->
                        file.isComplete() ? CompletableFuture.completedFuture(null) : download(file, key, source));
    }

    private void append(BlobFile file, BlobKey key, byte[] bytes) {
        if (bytes.length == 0 && key.size() > 0) {
            throw new WeirException(ErrorCode.STORAGE, "The file " + key.name() + " came without content.");
        }
        try {
            file.append(file.length(), bytes);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.STORAGE,
                    "The file " + key.name() + " cannot be stored in " + directory + ": " + e.getMessage() + ".",
                    e);
        }
    }

    /**
     * Deletes the files that no other job uses.
     *
     * @param job a job that has nothing here any more
     */
    public synchronized void release(JobId job) {
        io.execute(() -> Blobs.deleteTree(directoryOf(job)));
        entries.values().removeIf(entry -> {
            boolean unused = entry.users.remove(job) && entry.users.isEmpty();
            if (unused) {
                entry.path.whenCompleteAsync((path, failure) -> Blobs.delete(entry.file), io);
            }
            return unused;
        });
    }

    /**
     * Returns the directory of a job's other files, which is deleted when the job is released. It may have to be made.
     *
     * @param job the job
     */
    public Path directoryOf(JobId job) {
        return directory.resolve("job-" + job);
    }

    /** Returns how many files are here or on their way. */
    public synchronized int size() {
        return entries.size();
    }

    @Override
    public synchronized void close() {
        entries.clear();
        Blobs.deleteTree(directory);
    }
}

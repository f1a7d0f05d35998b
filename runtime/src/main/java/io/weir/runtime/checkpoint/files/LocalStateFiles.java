package io.weir.runtime.checkpoint.files;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.StateHandle;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the state files that a TaskManager has written for its jobs' newest checkpoints, on its own disk: tasks that
 * start again on it read them instead of the storage. A copy that cannot be written, is missing or is damaged does no harm.
 *
 * <p>For any thread. Life: that of the TaskManager's process; closing deletes all copies.
 */
public final class LocalStateFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStateFiles.class);

    /** Null if there are no copies. */
    private final Path directory;

    /** By the path of the original. Filled by threads that write, read by tasks, emptied with the end of checkpoints. */
    private final Map<String, Copy> copies = new ConcurrentHashMap<>();

    /** Numbers the files; counted up by threads that write. */
    private final AtomicInteger files = new AtomicInteger();

    private record Copy(JobId job, long checkpointId, Path file) {}

    private LocalStateFiles(Path directory) {
        this.directory = directory;
    }

    /** Returns one that keeps no copies. */
    public static LocalStateFiles none() {
        return new LocalStateFiles(null);
    }

    /**
     * Returns one that keeps copies.
     *
     * @param directory where; what is left there of an earlier process is deleted
     */
    public static LocalStateFiles in(Path directory) {
        LocalStateFiles local = new LocalStateFiles(directory);
        local.close();
        return local;
    }

    /**
     * Lets what is written to a file of a checkpoint be copied.
     *
     * @param job the job
     * @param checkpointId the checkpoint
     * @param path the file
     * @param file writes the file
     * @return writes both
     */
    public OutputStream copying(JobId job, long checkpointId, String path, OutputStream file) {
        if (directory == null) {
            return file;
        }
        Path copy = directory.resolve(job + "-" + checkpointId + "-" + files.incrementAndGet() + ".state");
        try {
            Files.createDirectories(directory);
            return new Copying(path, new Copy(job, checkpointId, copy), file, Files.newOutputStream(copy));
        } catch (IOException e) {
            LOG.warn("There will be no local copy of {}: {}", path, e.toString());
            return file;
        }
    }

    /** Returns where the copy of a part is, if there is one. */
    public Optional<StateHandle> find(StateHandle handle) {
        if (!(handle instanceof StateHandle.FilePart part)) {
            return Optional.empty();
        }
        return Optional.ofNullable(copies.get(part.path()))
                .map(copy -> new StateHandle.FilePart(
                        copy.file().toUri().toString(), part.offset(), part.length(), part.checksum()));
    }

    /**
     * A checkpoint is complete: those before it are not gone back to.
     *
     * @param job the job
     * @param checkpointId the checkpoint
     * @param needed files of earlier checkpoints that it refers to
     */
    public void completed(JobId job, long checkpointId, Set<String> needed) {
        delete((path, copy) -> copy.job().equals(job) && copy.checkpointId() < checkpointId && !needed.contains(path));
    }

    /** A checkpoint was given up. */
    public void givenUp(JobId job, long checkpointId) {
        delete((path, copy) -> copy.job().equals(job) && copy.checkpointId() == checkpointId);
    }

    /** A job has nothing here any more. */
    public void release(JobId job) {
        delete((path, copy) -> copy.job().equals(job));
    }

    private void delete(BiPredicate<String, Copy> which) {
        for (Map.Entry<String, Copy> each : List.copyOf(copies.entrySet())) {
            if (which.test(each.getKey(), each.getValue()) && copies.remove(each.getKey(), each.getValue())) {
                delete(each.getValue().file());
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The local copy {} of a state file could not be deleted: {}", file, e.toString());
        }
    }

    @Override
    public void close() {
        copies.clear();
        if (directory == null || Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> found = Files.walk(directory)) {
            found.sorted(Comparator.reverseOrder()).forEach(LocalStateFiles::delete);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The local copies of state files in {} could not be deleted: {}", directory, e.toString());
        }
    }

    /** Writes a file and its copy, as long as the copy can be written. One thread at a time owns it. */
    private final class Copying extends OutputStream {
        private final String path;
        private final Copy copy;
        private final OutputStream file;
        private OutputStream second;

        Copying(String path, Copy copy, OutputStream file, OutputStream second) {
            this.path = path;
            this.copy = copy;
            this.file = file;
            this.second = second;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
            if (second != null) {
                try {
                    second.write(bytes, offset, length);
                } catch (IOException e) {
                    giveUp(e);
                }
            }
        }

        @Override
        public void flush() throws IOException {
            file.flush();
        }

        @Override
        public void close() throws IOException {
            try {
                file.close();
            } catch (IOException e) {
                giveUp(e);
                throw e;
            }
            if (second != null) {
                try {
                    second.close();
                    copies.put(path, copy);
                } catch (IOException e) {
                    giveUp(e);
                }
            }
        }

        private void giveUp(IOException cause) {
            LOG.warn("There will be no local copy of {}: {}", path, cause.toString());
            try {
                if (second != null) {
                    second.close();
                }
            } catch (IOException e) {
                LOG.debug("The local copy {} could not be closed.", copy.file(), e);
            }
            second = null;
            delete(copy.file());
        }
    }
}

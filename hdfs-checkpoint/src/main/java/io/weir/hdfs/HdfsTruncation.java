package io.weir.hdfs;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * Cuts a file that a process was writing which may have died. HDFS does so in steps: the writer's lease is taken away, the
 * replicas of the last block are made equal, and only then is the file cut, which may make them unequal again. One thread
 * owns it.
 */
final class HdfsTruncation {
    private static final long PATIENCE_SECONDS = 120;
    private static final long PAUSE_MILLIS = 50;

    private final DistributedFileSystem files;
    private final Path file;

    HdfsTruncation(DistributedFileSystem files, Path file) {
        this.files = files;
        this.file = file;
    }

    /** Something that HDFS does in the background. */
    @FunctionalInterface
    private interface Step {
        /** Returns whether it is done. */
        boolean isDone() throws IOException;
    }

    /**
     * Cuts the file.
     *
     * @param length how many bytes stay
     * @throws IOException if it is shorter, or cannot be cut
     */
    void to(long length) throws IOException {
        await("the lease of its writer is given up", () -> files.recoverLease(file) || files.isFileClosed(file));
        long found = files.getFileStatus(file).getLen();
        if (found < length) {
            throw new IOException(file + " should have at least " + length + " bytes, but has " + found + ".");
        }
        if (found > length && !files.truncate(file, length)) {
            await("it is cut", () -> files.isFileClosed(file));
        }
    }

    private void await(String what, Step step) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!step.isDone()) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new IOException(file + ": waited in vain until " + what + ".");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }
}

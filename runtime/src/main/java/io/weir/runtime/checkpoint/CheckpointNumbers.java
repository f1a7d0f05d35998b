package io.weir.runtime.checkpoint;

import io.weir.execution.JobId;
import io.weir.fs.FilePaths;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import io.weir.runtime.protocol.Failures;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;

/**
 * Sees to it that no two leaders of a job write a checkpoint of the same number, and so into the same directory. Numbers
 * come in blocks of {@value #BLOCK}; a leader takes a block by creating a file in the directory of the job's checkpoints,
 * {@code leader-<block>}, which only one can, and which says in which term of the job that was. A leader that finds a block
 * of a later term has been replaced.
 *
 * <p>For any thread: files are read and written by the executor for input and output. Life: that of the job in a term.
 */
public final class CheckpointNumbers {
    /** How many numbers are taken at once. */
    public static final long BLOCK = 1_000;

    private static final String PREFIX = "leader-";
    private static final byte[] MAGIC = "WEIRLEAD".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int LENGTH =
            MAGIC.length + Integer.BYTES + JobId.random().value().length() + Long.BYTES;

    private final JobId job;
    private final String directory;
    private final Executor io;

    // Added to by the executor, read by the JobManager's main thread.
    private final Set<Long> owned = new ConcurrentSkipListSet<>();
    private volatile long term; // written once by the executor when the job is taken over, read by it later

    /**
     * Creates numbers of which none is taken.
     *
     * @param job the job
     * @param directory the directory of its checkpoints
     * @param io reads and writes
     */
    public CheckpointNumbers(JobId job, String directory, Executor io) {
        this.job = job;
        this.directory = directory;
        this.io = io;
    }

    /**
     * Takes the next block that nobody has, in a term later than all before.
     *
     * @return the number before the first one of the block
     */
    public CompletableFuture<Long> takeOver() {
        return CompletableFuture.supplyAsync(
                () -> {
                    while (true) {
                        long last = lastBlock();
                        long next = termOf(last) + 1;
                        if (take(last + 1, next)) {
                            term = next;
                            return (last + 1) * BLOCK;
                        }
                    }
                },
                io);
    }

    /** Returns whether a number may be used without asking. */
    public boolean owns(long checkpointId) {
        return owned.contains(block(checkpointId));
    }

    /**
     * Takes the block of a number.
     *
     * @param checkpointId the number
     * @return complete when it may be used; fails with FENCED if there is a later leader
     */
    public CompletableFuture<Void> take(long checkpointId) {
        return CompletableFuture.runAsync(
                () -> {
                    long last = lastBlock();
                    if (termOf(last) > term) {
                        throw new WeirException(
                                ErrorCode.FENCED,
                                "Another JobManager leads the job " + job + ": it has taken over its checkpoints in "
                                        + directory + ".");
                    }
                    if (!take(block(checkpointId), term)) {
                        throw Failures.toException(
                                "",
                                Failures.of(
                                        ErrorCode.CANCELED,
                                        "The number " + checkpointId + " belongs to a former leader of the job."));
                    }
                },
                io);
    }

    private static long block(long checkpointId) {
        return (checkpointId - 1) / BLOCK;
    }

    private String file(long block) {
        return FilePaths.child(directory, PREFIX + block);
    }

    /** Returns the highest block that is taken; -1 if none is. */
    private long lastBlock() {
        try {
            FileSystem files = FileSystems.of(directory);
            return files.list(directory).stream()
                    .map(FileStatus::path)
                    .map(FilePaths::name)
                    .filter(name -> name.matches(PREFIX + "[0-9]+"))
                    .mapToLong(name -> Long.parseLong(name.substring(PREFIX.length())))
                    .max()
                    .orElse(-1);
        } catch (FileNotFoundException | NoSuchFileException e) {
            return -1;
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    /** Returns in which term a block was taken; 0 if there is no such block. */
    private long termOf(long block) {
        if (block < 0) {
            return 0;
        }
        String file = file(block);
        try (InputStream in = FileSystems.of(file).open(file)) {
            byte[] bytes = in.readAllBytes();
            ByteBuffer content = ByteBuffer.wrap(bytes);
            if (bytes.length != LENGTH + Integer.BYTES
                    || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                    || content.getInt(LENGTH) != checksum(bytes)) {
                return termOf(block - 1) + 1; // its leader was lost while it wrote
            }
            return content.getLong(LENGTH - Long.BYTES);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private boolean take(long block, long inTerm) {
        String file = file(block);
        ByteBuffer content = ByteBuffer.allocate(LENGTH + Integer.BYTES);
        content.put(MAGIC).putInt(VERSION);
        content.put(job.value().getBytes(StandardCharsets.US_ASCII)).putLong(inTerm);
        content.putInt(checksum(content.array()));
        try (OutputStream out = FileSystems.of(file).create(file, false)) {
            out.write(content.array());
        } catch (IOException e) {
            if (exists(file)) {
                return owned.contains(block);
            }
            throw failed(file, e);
        }
        owned.add(block);
        return true;
    }

    private static boolean exists(String file) {
        try {
            return FileSystems.of(file).exists(file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, LENGTH);
        return (int) crc.getValue();
    }

    private static WeirException failed(String path, IOException cause) {
        return new WeirException(
                ErrorCode.STORAGE,
                "The numbers of checkpoints in " + path + " could not be had: " + cause.getMessage(),
                cause);
    }
}

package io.weir.runtime.checkpoint;

import io.weir.execution.JobId;
import io.weir.fs.FilePaths;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of checkpoints, below {@code <directory>/<job>/chk-<number>/}. Directories come into being with the first file
 * in them. All methods read or write files: they are for the executor for input and output, and for any thread of it.
 */
public final class CheckpointStorage {
    /** The file that makes a directory a checkpoint. */
    public static final String METADATA = "_metadata";

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStorage.class);

    private CheckpointStorage() {}

    /**
     * Returns the directory of a job.
     *
     * @param root the directory for checkpoints
     * @param job the job
     * @return a directory of its own
     */
    public static String jobDirectory(String root, JobId job) {
        return FilePaths.child(FileSystems.qualify(root), job.value());
    }

    /**
     * Returns the directory of a checkpoint.
     *
     * @param jobDirectory the directory of its job
     * @param checkpointId its number
     * @return a directory of its own
     */
    public static String checkpointDirectory(String jobDirectory, long checkpointId) {
        return FilePaths.child(jobDirectory, "chk-" + checkpointId);
    }

    /**
     * Returns the directory of a savepoint.
     *
     * @param root the directory for savepoints
     * @param job the job that it is taken of
     * @param random some hexadecimal digits that no other savepoint has
     * @return a directory of its own
     */
    public static String savepointDirectory(String root, JobId job, String random) {
        String id = job.value();
        return FilePaths.child(
                FileSystems.qualify(root), "savepoint-" + id.substring(0, Math.min(6, id.length())) + "-" + random);
    }

    /**
     * Writes the metadata of a checkpoint whose state files are all stored, which makes it complete.
     *
     * @param directory the directory of the checkpoint
     * @param metadata the metadata
     * @throws WeirException if it cannot be written; then there is no such checkpoint
     */
    public static void write(String directory, CheckpointMetadata metadata) {
        String file = FilePaths.child(directory, METADATA);
        byte[] bytes = MetadataFormat.write(metadata, directory);
        try (OutputStream out = FileSystems.of(file).create(file, false)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.STORAGE, "The metadata " + file + " could not be written: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a checkpoint or savepoint.
     *
     * @param path its directory, or the metadata file in it
     * @return the checkpoint
     * @throws WeirException if there is none, or it is damaged
     */
    public static CompletedCheckpoint read(String path) {
        String qualified = FilePaths.withoutTrailingSlash(FileSystems.qualify(path));
        boolean isFile = FilePaths.name(qualified).equals(METADATA);
        String directory = isFile ? qualified.substring(0, qualified.length() - METADATA.length() - 1) : qualified;
        String file = FilePaths.child(directory, METADATA);
        byte[] bytes;
        try (InputStream in = FileSystems.of(file).open(file)) {
            bytes = in.readAllBytes();
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_DAMAGED,
                    "There is no complete checkpoint or savepoint in " + directory + ": it has no file " + METADATA
                            + ".",
                    e);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.STORAGE, "The metadata " + file + " could not be read: " + e.getMessage(), e);
        }
        return new CompletedCheckpoint(directory, MetadataFormat.read(bytes, file, directory));
    }

    /**
     * Deletes a directory of checkpoints with all that is in it; what cannot be deleted is logged.
     *
     * @param directory the directory; it may be gone already
     */
    public static void delete(String directory) {
        try {
            FileSystems.of(directory).delete(directory);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The files of a checkpoint in {} could not be deleted.", directory, e);
        }
    }

    /**
     * Deletes single files of a checkpoint; what cannot be deleted is logged.
     *
     * @param files the files
     */
    static void delete(Collection<String> files) {
        for (String file : files) {
            try {
                FileSystem fileSystem = FileSystems.of(file);
                fileSystem.delete(file);
            } catch (IOException | RuntimeException e) {
                LOG.warn("The file {} of a checkpoint could not be deleted.", file, e);
            }
        }
    }
}

package io.weir.fs;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Files on one kind of storage. Paths are strings, with or without scheme. Safe for use by any thread. */
public interface FileSystem {
    /**
     * Opens a file for reading.
     *
     * @param path the file
     * @return its bytes, at position 0
     * @throws IOException if it cannot be opened
     */
    SeekableInput open(String path) throws IOException;

    /**
     * Creates a file and the directories above it.
     *
     * @param path the file
     * @param overwrite whether a file of that name is replaced; else it is an error
     * @return takes its bytes; they are durable once it is closed
     * @throws IOException if it cannot be created
     */
    OutputStream create(String path, boolean overwrite) throws IOException;

    /**
     * Describes a file or directory.
     *
     * @param path the file or directory
     * @return what is known about it
     * @throws java.io.FileNotFoundException if there is none
     * @throws IOException if it cannot be read
     */
    FileStatus status(String path) throws IOException;

    /**
     * Lists a directory.
     *
     * @param path the directory
     * @return what is in it, by name
     * @throws java.io.FileNotFoundException if there is none
     * @throws IOException if it cannot be read
     */
    List<FileStatus> list(String path) throws IOException;

    /**
     * Returns whether there is a file or directory.
     *
     * @param path the file or directory
     * @return true if there is
     * @throws IOException if that cannot be found out
     */
    boolean exists(String path) throws IOException;

    /**
     * Creates a directory and those above it.
     *
     * @param path the directory
     * @throws IOException if it cannot be created
     */
    void createDirectories(String path) throws IOException;

    /**
     * Renames a file or directory within the file system, in one step.
     *
     * @param from what to rename
     * @param to its new path, where nothing is yet
     * @throws IOException if it cannot be renamed
     */
    void rename(String from, String to) throws IOException;

    /**
     * Deletes a file, or a directory with all in it.
     *
     * @param path what to delete
     * @return whether there was something
     * @throws IOException if it cannot be deleted
     */
    boolean delete(String path) throws IOException;

    /** Returns whether files can be cut: only then are there {@link #createSyncable} and {@link #truncate}. */
    default boolean canTruncate() {
        return false;
    }

    /**
     * Creates a file, which nobody else has, and the directories above it.
     *
     * @param path the file
     * @return takes its bytes; they are durable once it is synced or closed
     * @throws IOException if it cannot be created
     */
    default SyncableOutput createSyncable(String path) throws IOException {
        throw new IOException("The file system of " + path + " cannot cut files.");
    }

    /**
     * Cuts a file to its first bytes. Whoever still writes to it cannot change it any more.
     *
     * @param path the file
     * @param length how many bytes stay
     * @throws IOException if it cannot be cut, or is shorter
     */
    default void truncate(String path, long length) throws IOException {
        throw new IOException("The file system of " + path + " cannot cut files.");
    }
}

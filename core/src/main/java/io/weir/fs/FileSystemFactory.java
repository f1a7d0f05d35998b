package io.weir.fs;

import java.io.IOException;
import java.util.Set;

/** Opens the file systems of some schemes. Found with {@link java.util.ServiceLoader}. */
public interface FileSystemFactory {
    /** Returns the schemes it serves, such as {@code hdfs}. */
    Set<String> schemes();

    /**
     * Opens the file system that holds a path.
     *
     * @param path a path with a scheme
     * @return the file system
     * @throws IOException if it cannot be reached
     */
    FileSystem open(String path) throws IOException;
}

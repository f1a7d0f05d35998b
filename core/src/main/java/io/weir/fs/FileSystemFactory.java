package io.weir.fs;

import io.weir.configuration.Configuration;
import java.io.IOException;
import java.util.Set;

/** Opens the file systems of some schemes. Found with {@link java.util.ServiceLoader}. */
public interface FileSystemFactory {
    /** Returns the schemes it serves, such as {@code hdfs}. */
    Set<String> schemes();

    /**
     * Takes the options of the process, before the first file system is opened. A factory that is never given any
     * works with what it finds in the environment.
     *
     * @param options the options
     */
    default void configure(Configuration options) {}

    /**
     * Opens the file system that holds a path.
     *
     * @param path a path with a scheme
     * @return the file system
     * @throws IOException if it cannot be reached
     */
    FileSystem open(String path) throws IOException;
}

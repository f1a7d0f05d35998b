package io.weir.runtime.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of a state backend's own that is part of a capture. Immutable; any thread may use it. */
public interface BackendFile {
    /** Returns its name, unique within the capture. */
    String name();

    /** Returns whether all captures that name it mean the same bytes, so that they need to be stored once only. */
    boolean isShared();

    /**
     * Opens it.
     *
     * @return its bytes
     * @throws IOException if that fails
     */
    InputStream open() throws IOException;

    /**
     * Copies it.
     *
     * @param target a file that is not there yet
     * @throws IOException if that fails
     */
    default void copyTo(Path target) throws IOException {
        try (InputStream in = open()) {
            Files.copy(in, target);
        }
    }
}

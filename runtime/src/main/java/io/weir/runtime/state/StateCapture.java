package io.weir.runtime.state;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Something that a checkpoint keeps, as it was at one moment. One thread at a time owns it, not necessarily the task's. */
public interface StateCapture extends AutoCloseable {
    /** Returns the first key group of the keyed state; meaningless if there is none. */
    int firstKeyGroup();

    /** Returns how many key groups there are; 0 if there is no keyed state. */
    int keyGroups();

    /** Returns whether all instances may need it, and not only those that its key groups name or the same one again. */
    boolean isShared();

    /**
     * Writes it. At most once.
     *
     * @param out where to write; not closed
     * @throws IOException if writing fails
     */
    void writeTo(OutputStream out) throws IOException;

    /** Returns what belongs to it beside what is written, in files of a backend's own. */
    default List<BackendFile> files() {
        return List.of();
    }

    /** Lets go of it. Any thread; again does nothing. */
    @Override
    void close();
}

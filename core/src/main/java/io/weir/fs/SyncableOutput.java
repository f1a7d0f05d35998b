package io.weir.fs;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a file that can be made durable while it goes on. One thread owns it. */
public abstract class SyncableOutput extends OutputStream {
    /** For file systems. */
    protected SyncableOutput() {}

    /**
     * Makes durable what was written so far: it can be read, and the file be cut to it, even if this process dies.
     *
     * @throws IOException if that cannot be said
     */
    public abstract void sync() throws IOException;
}

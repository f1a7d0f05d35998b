package io.weir.fs;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file, readable from any position. One thread owns it. */
public abstract class SeekableInput extends InputStream {
    /**
     * Moves to a position.
     *
     * @param position bytes from the beginning
     * @throws IOException if that cannot be done
     */
    public abstract void seek(long position) throws IOException;

    /**
     * Returns the position.
     *
     * @return bytes from the beginning
     * @throws IOException if it is not known
     */
    public abstract long position() throws IOException;
}

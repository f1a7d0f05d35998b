package io.weir.connector;

import java.io.IOException;

/**
 * Turns values into bytes that later versions can still read.
 *
 * @param <T> the type of the values
 */
public interface SimpleVersionedSerializer<T> {
    /** Returns the version that {@link #serialize} writes. */
    int getVersion();

    /**
     * Writes a value.
     *
     * @param value the value
     * @return its bytes, without the version
     * @throws IOException if it cannot be written
     */
    byte[] serialize(T value) throws IOException;

    /**
     * Reads a value.
     *
     * @param version the version that wrote it
     * @param bytes its bytes
     * @return the value
     * @throws IOException if it cannot be read
     */
    T deserialize(int version, byte[] bytes) throws IOException;
}

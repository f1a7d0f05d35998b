package io.weir.runtime.network;

import java.util.zip.CRC32C;

/** What stands behind a frame in a file, and travels with it: the CRC32C of its bytes, the highest byte first. */
public final class Checksum {
    /** How many bytes it has. */
    public static final int LENGTH = Integer.BYTES;

    private Checksum() {}

    /** Returns the checksum of the first bytes of an array. */
    static int of(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /**
     * Returns whether bytes are as they were written.
     *
     * @param bytes the bytes, and the checksum behind them
     * @param length how many there are without it
     */
    public static boolean fits(byte[] bytes, int length) {
        int written = (bytes[length] & 0xff) << 24
                | (bytes[length + 1] & 0xff) << 16
                | (bytes[length + 2] & 0xff) << 8
                | bytes[length + 3] & 0xff;
        return written == of(bytes, length);
    }
}

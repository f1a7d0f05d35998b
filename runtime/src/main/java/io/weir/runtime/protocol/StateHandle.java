package io.weir.runtime.protocol;

/** Where some bytes of a checkpoint are. */
public sealed interface StateHandle {
    /** Returns how many there are. */
    long length();

    /**
     * Few enough to travel with the message that tells of them, and to stand in the checkpoint's metadata.
     *
     * @param bytes the bytes
     */
    record Inline(byte[] bytes) implements StateHandle {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /**
     * A part of a file.
     *
     * @param path the file
     * @param offset where the part begins, in bytes
     * @param length how long it is
     * @param checksum the CRC32C of the part
     */
    record FilePart(String path, long offset, long length, int checksum) implements StateHandle {}
}

package io.weir.fs;

import java.util.List;

/**
 * A file or directory.
 *
 * @param path where it is, with scheme
 * @param length its length in bytes, 0 for a directory
 * @param directory whether it is a directory
 * @param blocks the parts it is stored in, with the hosts that hold them; one block if the file system knows none
 */
public record FileStatus(String path, long length, boolean directory, List<Block> blocks) {
    /** Takes a copy of the list. */
    public FileStatus {
        blocks = List.copyOf(blocks);
    }

    /** Returns the last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * A part of a file.
     *
     * @param offset where it begins, in bytes
     * @param length its length in bytes
     * @param hosts the hosts that hold it
     */
    public record Block(long offset, long length, List<String> hosts) {
        /** Takes a copy of the list. */
        public Block {
            hosts = List.copyOf(hosts);
        }
    }
}

package io.weir.connector.file;

/** A file that is being written. The task's thread owns it. */
public interface PartFileInfo {
    /** Returns the directory it will be in, below that of the sink. */
    String getBucketId();

    /** Returns when it was begun, in milliseconds since 1970-01-01T00:00Z. */
    long getCreationTime();

    /** Returns how many bytes were written. */
    long getSize();

    /** Returns when the last record was written, in milliseconds since 1970-01-01T00:00Z. */
    long getLastUpdateTime();
}

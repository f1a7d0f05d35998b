package io.weir.connector.file;

import java.io.IOException;
import java.io.Serializable;

/**
 * Says when a file is long or old enough, so that the next is begun. Beside that every savepoint ends the files that are
 * open, and so does every checkpoint where the file system cannot cut files (object stores). The task's thread makes all calls.
 *
 * @param <T> the type of the records
 */
public interface RollingPolicy<T> extends Serializable {
    /**
     * Returns whether a file shall end with a checkpoint; else it goes on.
     *
     * @param partFileState the file
     * @return true if the file ends
     * @throws IOException any failure; it fails the task
     */
    boolean shouldRollOnCheckpoint(PartFileInfo partFileState) throws IOException;

    /**
     * Returns whether a record shall begin a new file.
     *
     * @param partFileState the file so far
     * @param element the record
     * @return true if the file ends before the record
     * @throws IOException any failure; it fails the task
     */
    boolean shouldRollOnEvent(PartFileInfo partFileState, T element) throws IOException;

    /**
     * Returns whether a file shall end because of the time. Asked at intervals.
     *
     * @param partFileState the file
     * @param currentTime milliseconds since 1970-01-01T00:00Z
     * @return true if the file ends
     * @throws IOException any failure; it fails the task
     */
    boolean shouldRollOnProcessingTime(PartFileInfo partFileState, long currentTime) throws IOException;
}

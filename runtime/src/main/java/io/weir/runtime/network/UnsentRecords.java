package io.weir.runtime.network;

/** Takes up that the program's code cannot say where a record goes. The producing task's thread calls it. */
@FunctionalInterface
public interface UnsentRecords {
    /**
     * Takes it up.
     *
     * @param failure why
     * @param value the record, which goes nowhere
     * @param timestamp its timestamp
     * @throws Exception what fails the task; nothing if it goes on without the record
     */
    void take(Exception failure, Object value, long timestamp) throws Exception;
}

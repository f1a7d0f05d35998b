package io.weir.runtime.protocol;

/**
 * How much a task, or all tasks of a vertex, took in and gave out so far.
 *
 * @param recordsIn records taken from other tasks
 * @param recordsOut records given to other tasks
 * @param bytesIn serialized bytes taken from other processes
 * @param bytesOut serialized bytes given to other processes
 */
public record TaskIo(long recordsIn, long recordsOut, long bytesIn, long bytesOut) {
    /** Nothing yet. */
    public static final TaskIo NONE = new TaskIo(0, 0, 0, 0);

    /**
     * Adds up.
     *
     * @param other what to add
     * @return the sum
     */
    public TaskIo plus(TaskIo other) {
        return new TaskIo(
                recordsIn + other.recordsIn,
                recordsOut + other.recordsOut,
                bytesIn + other.bytesIn,
                bytesOut + other.bytesOut);
    }
}

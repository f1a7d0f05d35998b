package io.weir.connector;

import java.io.IOException;

/** The clock of a task, and what is due by it. All calls are made, and come, on the task's thread. */
public interface ProcessingTimeService {
    /** Returns the time in milliseconds since 1970-01-01T00:00Z. */
    long getCurrentProcessingTime();

    /**
     * Lets something run once the clock has reached a time. It does not run any more when the input has ended.
     *
     * @param time milliseconds since 1970-01-01T00:00Z
     * @param target what to do
     */
    void registerTimer(long time, ProcessingTimeCallback target);

    /** What is due at some time. */
    @FunctionalInterface
    interface ProcessingTimeCallback {
        /**
         * Does it.
         *
         * @param time when it was due
         * @throws IOException any failure; it fails the task
         */
        void onProcessingTime(long time) throws IOException;
    }
}

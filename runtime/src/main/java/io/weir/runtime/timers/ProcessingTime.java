package io.weir.runtime.timers;

/** The clock of a task, and what is due by it. The task's thread makes all calls. */
public interface ProcessingTime {
    /** Returns the time in milliseconds since 1970-01-01T00:00Z. */
    long now();

    /**
     * Lets something run on the task's thread as soon as the clock has reached a time. By a clock that goes on by itself
     * the whole millisecond has passed then: as after a watermark, no record of that time comes any more.
     *
     * @param time milliseconds since 1970-01-01T00:00Z
     * @param action what to do; a failure fails the task
     * @return how to call it off
     */
    Scheduled schedule(long time, Action action);

    /** What is due at some time. */
    @FunctionalInterface
    interface Action {
        /** Does it. */
        void run() throws Exception;
    }

    /** Something that waits for its time. */
    @FunctionalInterface
    interface Scheduled {
        /** Calls it off; it does nothing when it has run. */
        void cancel();
    }
}

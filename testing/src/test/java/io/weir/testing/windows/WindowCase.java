package io.weir.testing.windows;

/**
 * One way to compute windows, of all that programs can ask for. Immutable.
 *
 * @param assigner which windows there are
 * @param trigger when they are computed
 * @param evictor what is taken out of them
 * @param lateness how long they are kept after their end
 * @param contents what is kept of their records
 * @param counting whether the function numbers the results of each key, in state of the key
 */
record WindowCase(
        Assigner assigner, Trigger trigger, Evictor evictor, long lateness, Contents contents, boolean counting) {
    /** The kinds of windows. */
    enum Windows {
        TUMBLING,
        SLIDING,
        SESSIONS,
        DYNAMIC_SESSIONS,
        GLOBAL,
        GLOBAL_UNTIL_THE_END,
        COUNT,
        SLIDING_COUNT;

        boolean merge() {
            return this == SESSIONS || this == DYNAMIC_SESSIONS;
        }

        boolean haveTimes() {
            return this == TUMBLING || this == SLIDING || merge();
        }
    }

    /** When windows are computed. */
    enum Firing {
        BY_DEFAULT,
        AT_EVENT_TIME,
        AT_CLOCK_TIME,
        COUNT,
        CONTINUOUS_EVENT_TIME,
        CONTINUOUS_CLOCK_TIME,
        DELTA,
        CUSTOM
    }

    /** What is taken out of windows. */
    enum Evicting {
        NOTHING,
        COUNT,
        TIME,
        DELTA
    }

    /** What is kept of the records, and who is told of the windows. */
    enum Contents {
        ELEMENTS,
        REDUCED,
        AGGREGATED,
        ONLY_REDUCED,
        ONLY_AGGREGATED;

        boolean isSummed() {
            return this != ELEMENTS;
        }

        /** Whether there is a function that is told of the windows. */
        boolean isTold() {
            return this == ELEMENTS || this == REDUCED || this == AGGREGATED;
        }
    }

    /**
     * Which windows there are. By the clock, all lengths are even, as all times of the clock are: no timer to the last
     * moment of a window is due at the very moment of a record.
     *
     * @param windows their kind
     * @param eventTime whether event time counts, or the clock
     * @param size their length, gap or count
     * @param slide from one start to the next
     * @param offset how much later they start
     */
    record Assigner(Windows windows, boolean eventTime, long size, long slide, long offset) {}

    /**
     * When windows are computed.
     *
     * @param firing the trigger
     * @param purging whether a window is emptied then
     * @param every the count, interval or distance of some triggers
     */
    record Trigger(Firing firing, boolean purging, long every) {}

    /**
     * What is taken out of windows.
     *
     * @param evicting the evictor
     * @param after whether it evicts after the window was computed
     * @param kept the count, time or distance
     */
    record Evictor(Evicting evicting, boolean after, long kept) {}

    /** The gap of a session that ends with a record of this value, if gaps are dynamic. */
    static long gap(long value, long size, boolean eventTime) {
        return (1 + value % size) * (eventTime ? 1 : 2);
    }
}

package io.weir.configuration;

/** When the consumers of a batch job's exchanges read what its producers write. */
public enum BatchShuffleMode {
    /** When it is complete, all of it: each step of the job runs by itself. */
    ALL_EXCHANGES_BLOCKING,
    /** While it is written: all of the job runs at the same time. */
    ALL_EXCHANGES_PIPELINED,
    /** While it is written, where both sides can run at the same time, and when it is complete elsewhere. */
    AUTOMATIC
}

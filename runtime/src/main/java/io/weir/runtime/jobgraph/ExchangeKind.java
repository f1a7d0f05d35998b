package io.weir.runtime.jobgraph;

/** When the consumers of an exchange read what its producers write. */
public enum ExchangeKind {
    /** While it is written: both sides run at the same time. */
    PIPELINED,
    /** When it is complete: it waits on the producers' disks, and can be read again. */
    BLOCKING
}

package io.weir.runtime.jobgraph;

/** When the consumers of an exchange read what its producers write. */
public enum ExchangeKind {
    /** While it is written: both sides run at the same time. */
    PIPELINED,
    /** While it is written, unless the job gets too few slots for that: then when it is complete. */
    EITHER,
    /** When it is complete: it waits on the producers' disks, and can be read again. */
    BLOCKING
}

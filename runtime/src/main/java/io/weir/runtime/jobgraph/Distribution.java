package io.weir.runtime.jobgraph;

/** Which instances of two vertices an edge connects. */
public enum Distribution {
    /** Instance i with instance i. */
    FORWARD,
    /** Each instance with its share of the others; the shares differ by at most one. */
    RESCALE,
    /** Every instance with every other. */
    ALL_TO_ALL
}

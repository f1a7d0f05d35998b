package io.weir.testing.operators;

/** How an operator is run. */
enum Mode {
    /** One instance from the beginning to the end. */
    STRAIGHT,
    /** A snapshot is taken after each step, and the instance goes on. */
    SNAPSHOT_EACH,
    /** After each step, another instance goes on from a snapshot. */
    RESTORE_EACH,
    /** Now and then, other instances, of another number, go on from snapshots. */
    OTHER_PARALLELISM,
    /** Whoever takes what the operator emits changes it. */
    CHANGED_OUTPUT
}

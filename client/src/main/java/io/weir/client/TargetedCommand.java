package io.weir.client;

/** A command for one cluster. */
interface TargetedCommand {
    /** Returns whether the user wants stack traces. */
    boolean verbose();
}

package io.weir.runtime.protocol;

/** The life of one attempt to run a task. {@link #FINISHED}, {@link #CANCELED} and {@link #FAILED} are terminal. */
public enum ExecutionState {
    /** Known, but not yet sent to a TaskManager. */
    CREATED,
    /** Sent to a TaskManager, which prepares it: program, operators, connections. */
    DEPLOYING,
    /** Takes input. */
    RUNNING,
    /** Came to the end of its input, and waits for a checkpoint to commit its output. */
    FINISHING,
    /** Told to cancel; its thread has not ended yet. */
    CANCELING,
    /** Came to the end of its input. */
    FINISHED,
    /** Ended because it was told to. */
    CANCELED,
    /** Ended by a failure. */
    FAILED;

    /** Returns whether the attempt has ended. */
    public boolean isTerminal() {
        return this == FINISHED || this == CANCELED || this == FAILED;
    }

    /**
     * Returns whether an attempt may go from this state to another.
     *
     * @param next the other state
     * @return true if it may
     */
    public boolean canBecome(ExecutionState next) {
        return switch (this) {
            case CREATED -> next == DEPLOYING || next == CANCELED || next == FAILED;
            // A short task may have finished before anybody saw it run.
            case DEPLOYING -> next == RUNNING || next == FINISHING || next == CANCELING || next.isTerminal();
            case RUNNING -> next == FINISHING || next == CANCELING || next.isTerminal();
            case FINISHING -> next == CANCELING || next.isTerminal();
            case CANCELING -> next.isTerminal();
            case FINISHED, CANCELED, FAILED -> false;
        };
    }
}

package io.weir.execution;

/** The life of a job. {@link #FINISHED}, {@link #CANCELED} and {@link #FAILED} are terminal. */
public enum JobStatus {
    /** Accepted; slots are being requested. */
    CREATED,
    /** Tasks are deployed or run. */
    RUNNING,
    /** A task failed; it is about to start again, with those that depend on it. */
    RESTARTING,
    /** A task failed; the others are being canceled. */
    FAILING,
    /** Told to cancel; tasks are being canceled. */
    CANCELING,
    /** All tasks came to the end of their input. */
    FINISHED,
    /** All tasks were canceled on request. */
    CANCELED,
    /** The job failed; its root cause is known. */
    FAILED;

    /** Returns whether the job has ended. */
    public boolean isTerminal() {
        return this == FINISHED || this == CANCELED || this == FAILED;
    }

    /**
     * Returns whether a job may go from this state to another.
     *
     * @param next the other state
     * @return true if it may
     */
    public boolean canBecome(JobStatus next) {
        return switch (this) {
            case CREATED ->
                next == RUNNING || next == FAILING || next == CANCELING || next == FAILED || next == CANCELED;
            case RUNNING -> next == RESTARTING || next == FAILING || next == CANCELING || next == FINISHED;
            case RESTARTING -> next == RUNNING || next == FAILING || next == CANCELING;
            case FAILING -> next == FAILED;
            case CANCELING -> next == CANCELED || next == FAILING;
            case FINISHED, CANCELED, FAILED -> false;
        };
    }
}

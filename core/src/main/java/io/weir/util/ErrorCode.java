package io.weir.util;

/**
 * What went wrong, who can mend it, and whether trying again can help. The code, not the message, decides what the
 * engine does next.
 */
public enum ErrorCode {
    /** The command line, the program or its arguments are wrong. */
    USAGE(Blame.USER, false),
    /** An option is unknown or its value cannot be used. */
    CONFIGURATION(Blame.USER, false),
    /** The program's plan cannot be run, for instance because a key has no stable hash. */
    INVALID_PROGRAM(Blame.USER, false),
    /** A user function threw an exception. */
    USER_FUNCTION(Blame.USER, true),
    /** A record could not be written or read in its type. */
    SERIALIZATION(Blame.USER, true),
    /** State was kept in other types, or in another format, than it is asked for now. */
    STATE_INCOMPATIBLE(Blame.USER, false),
    /** A file of a checkpoint or savepoint is missing, cut off or changed; an older checkpoint can help. */
    CHECKPOINT_DAMAGED(Blame.EXTERNAL, false),
    /** A file or directory is missing, in the way, or not readable. */
    FILE(Blame.EXTERNAL, false),
    /** Reading or writing failed after the file was found. */
    STORAGE(Blame.EXTERNAL, true),
    /** A peer did not prove that it knows the cluster's secret. */
    AUTHENTICATION(Blame.USER, false),
    /** The cluster, or a part of it, cannot be reached. */
    UNREACHABLE(Blame.EXTERNAL, true),
    /** A call was not answered in time. */
    TIMEOUT(Blame.EXTERNAL, true),
    /** A message came from, or was meant for, a leader that is no longer in charge. */
    FENCED(Blame.ENGINE, true),
    /** A TaskManager or its container was lost. */
    TASK_MANAGER_LOST(Blame.EXTERNAL, true),
    /** The cluster cannot give the slots or memory that were asked for. */
    RESOURCES(Blame.EXTERNAL, true),
    /** The connection that carried an exchange broke. */
    EXCHANGE(Blame.EXTERNAL, true),
    /** A checkpoint or savepoint could not be taken. */
    CHECKPOINT(Blame.EXTERNAL, true),
    /** Something named in a request does not exist. */
    NOT_FOUND(Blame.USER, false),
    /** The job, or the call, was canceled on request. */
    CANCELED(Blame.USER, false),
    /** The engine broke one of its own rules. */
    INTERNAL(Blame.ENGINE, true);

    /** Who can mend it. */
    public enum Blame {
        USER,
        ENGINE,
        EXTERNAL
    }

    private final Blame blame;
    private final boolean restartable;

    ErrorCode(Blame blame, boolean restartable) {
        this.blame = blame;
        this.restartable = restartable;
    }

    /** Returns who can mend it. */
    public Blame blame() {
        return blame;
    }

    /** Returns whether running the same thing again can succeed. */
    public boolean isRestartable() {
        return restartable;
    }
}

package io.weir.client;

import io.weir.util.ErrorCode;

/** How a command ends, for scripts. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;

    /** The job, or the program's main method, failed. */
    static final int FAILED = 1;

    /** The command, the program or the configuration is wrong. */
    static final int USAGE = 2;

    /** The cluster could not be reached, or did not accept this client. */
    static final int UNREACHABLE = 3;

    private ExitCode() {}

    /** Returns the exit code for a failure before a job was accepted. */
    static int of(ErrorCode code) {
        return switch (code) {
            case UNREACHABLE, TIMEOUT, AUTHENTICATION, FENCED, RESOURCES -> UNREACHABLE;
            case USAGE, CONFIGURATION, INVALID_PROGRAM, FILE, NOT_FOUND -> USAGE;
            case USER_FUNCTION,
                    SERIALIZATION,
                    STATE_INCOMPATIBLE,
                    STORAGE,
                    CHECKPOINT,
                    CHECKPOINT_DAMAGED,
                    TASK_MANAGER_LOST,
                    EXCHANGE,
                    CANCELED,
                    INTERNAL -> FAILED;
        };
    }
}

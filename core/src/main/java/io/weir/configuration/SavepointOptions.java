package io.weir.configuration;

/** Options of what a job starts from. */
public final class SavepointOptions {
    /** What the job starts from. */
    public static final ConfigOption<String> PATH = ConfigOptions.string(
            "execution.savepoint.path",
            null,
            "The savepoint or retained checkpoint that the job starts from: its directory, or the file _metadata in it."
                    + " It is what 'weir run -s' sets.");

    /** Whether state may be left behind. */
    public static final ConfigOption<Boolean> IGNORE_UNCLAIMED_STATE = ConfigOptions.bool(
            "execution.savepoint.ignore-unclaimed-state",
            false,
            "Whether the job may start from a savepoint with state of operators that the program does not have any"
                    + " more, or with state by key of operators that have no keys any more; that state is then lost to"
                    + " it.");

    /** Whether operators are asked before the job starts. */
    public static final ConfigOption<Boolean> CHECK_FIRST = ConfigOptions.bool(
            "execution.savepoint.check-first",
            true,
            "Whether the JobManager finds out, before any task is deployed, if the operators can start from the"
                    + " savepoint. For that it opens and closes, once, the functions of operators with state. What does"
                    + " not show then, in values that name their classes, shows when the tasks start.");

    /** To whom it belongs then. */
    public static final ConfigOption<SavepointRestoreMode> RESTORE_MODE = ConfigOptions.enumeration(
            "execution.savepoint-restore-mode",
            SavepointRestoreMode.class,
            SavepointRestoreMode.NO_CLAIM,
            "Whether the savepoint that the job starts from stays its owner's (NO_CLAIM), or is the job's from then on"
                    + " and deleted when a newer checkpoint is complete (CLAIM).");

    private SavepointOptions() {}
}

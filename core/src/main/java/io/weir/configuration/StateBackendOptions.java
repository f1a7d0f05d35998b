package io.weir.configuration;

/** Options of where tasks keep state by key. */
public final class StateBackendOptions {
    /** Which backend. */
    public static final ConfigOption<StateBackendType> TYPE = ConfigOptions.enumeration(
            "state.backend.type",
            StateBackendType.class,
            StateBackendType.HASHMAP,
            "Where tasks keep state by key: as objects on the heap (hashmap), or in RocksDB databases on local disks"
                    + " (rocksdb), for state that is larger than memory. A job may set its own. A savepoint can be"
                    + " taken with one and started from with the other.");

    /** Where RocksDB keeps its files. */
    public static final ConfigOption<String> ROCKSDB_LOCAL_DIRECTORY = ConfigOptions.string(
            "state.backend.rocksdb.localdir",
            null,
            "The local directory for RocksDB's files, best on a fast disk. They are deleted with their task. Without it,"
                    + " they are where a process keeps its temporary files (io.tmp.dirs).");

    /** Whether RocksDB takes managed memory. */
    public static final ConfigOption<Boolean> ROCKSDB_MANAGED_MEMORY = ConfigOptions.bool(
            "state.backend.rocksdb.memory.managed",
            true,
            "Whether all RocksDB databases of a slot together take no more than the slot's share of the managed memory"
                    + " (taskmanager.memory.managed.size or .fraction). If not, each database has RocksDB's own sizes,"
                    + " for which memory must be left beside the managed one.");

    /** How much of the memory is for writing. */
    public static final ConfigOption<Double> ROCKSDB_WRITE_BUFFER_RATIO = ConfigOptions.fraction(
            "state.backend.rocksdb.memory.write-buffer-ratio",
            0.5,
            "How much of RocksDB's memory may hold what was written and is not in a file yet. The rest is for blocks of"
                    + " files that were read.");

    /** How much of the memory is for indexes and filters. */
    public static final ConfigOption<Double> ROCKSDB_HIGH_PRIORITY_RATIO = ConfigOptions.fraction(
            "state.backend.rocksdb.memory.high-prio-pool-ratio",
            0.1,
            "How much of RocksDB's memory is kept for indexes and filters of files, which blocks of values do not drive"
                    + " out.");

    /** Whether state is also kept on local disks. */
    public static final ConfigOption<Boolean> LOCAL_RECOVERY = ConfigOptions.bool(
            "state.backend.local-recovery",
            false,
            "Whether a TaskManager also keeps the state files that it writes for the newest checkpoint on its own disk, for"
                    + " its tasks to start from after a failure. What is missing or damaged there is read from the"
                    + " checkpoint's directory. An option of the cluster.");

    /** Where state is also kept. */
    public static final ConfigOption<String> LOCAL_DIRECTORY = ConfigOptions.string(
            "taskmanager.state.local.root-dirs",
            null,
            "The local directory for the copies of state.backend.local-recovery. Without it, they are where a process keeps"
                    + " its temporary files (io.tmp.dirs).");

    private StateBackendOptions() {}
}

package io.weir.benchmarks;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.StateBackendType;
import io.weir.configuration.TaskManagerOptions;
import io.weir.datastream.StreamExecutionEnvironment;

/**
 * The program of {@link StatefulCount} with its state in RocksDB and an incremental checkpoint each second; both engines
 * have the same managed memory.
 */
public final class RocksCount {
    private static final long INTERVAL = 1_000;
    private static final long MANAGED = 256L << 20;

    private RocksCount() {}

    /** Runs the rounds; see {@link WeirRounds}. */
    public static void main(String[] args) throws Exception {
        WeirRounds.run(args, "rocks", RocksCount::program);
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        environment.setStateBackend(StateBackendType.ROCKSDB).enableCheckpointing(INTERVAL);
        environment
                .getConfiguration()
                .set(CheckpointingOptions.INCREMENTAL, true)
                .set(TaskManagerOptions.MANAGED_SIZE, new MemorySize(MANAGED));
        StatefulCount.program(environment, records);
    }
}

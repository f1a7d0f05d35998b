package io.weir.benchmarks.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The peer's rocks: the count over a million keys in RocksDB, with an incremental checkpoint each second. */
public final class FlinkRocksCount {
    private static final long INTERVAL = 1_000;
    private static final long MANAGED = 256L << 20;

    private FlinkRocksCount() {}

    /** Runs the rounds; see {@link FlinkRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkRounds.run(args, FlinkRocksCount::configure, FlinkRocksCount::program);
    }

    private static void configure(Configuration configuration) {
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, new MemorySize(MANAGED));
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        try {
            configuration.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    Files.createTempDirectory("peer-checkpoints").toUri().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        environment.enableCheckpointing(INTERVAL);
        FlinkStatefulCount.program(environment, records);
    }
}

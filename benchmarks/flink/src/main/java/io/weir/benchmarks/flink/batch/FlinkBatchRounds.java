package io.weir.benchmarks.flink.batch;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.java.DataSet;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.io.DiscardingOutputFormat;
import org.apache.flink.client.FlinkPipelineTranslationUtil;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * Runs the rounds of one of the peer's DataSet programs on one MiniCluster in a fresh process, with two instances and 1 GB of managed memory.
 * Arguments of its main methods: {@code inprocess RECORDS ROUNDS OBJECT_REUSE}. Each round prints its processor time in a line {@code cpu
 * SECONDS}, and a line {@code round SECONDS}.
 */
final class FlinkBatchRounds {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private FlinkBatchRounds() {}

    /** Builds a program. */
    @FunctionalInterface
    interface Program {
        /**
         * Builds it.
         *
         * @param environment where it runs, with a parallelism of 2
         * @param records how many records its source makes
         * @return its result, which nobody needs
         */
        DataSet<?> build(ExecutionEnvironment environment, long records);
    }

    static void run(String[] args, Program program) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, 2);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1 << 10));
        MiniClusterConfiguration cluster = new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build();
        try (MiniCluster miniCluster = new MiniCluster(cluster)) {
            miniCluster.start();
            for (int round = 0; round < Integer.parseInt(args[2]); round++) {
                ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);
                if (Boolean.parseBoolean(args[3])) {
                    environment.getConfig().enableObjectReuse();
                }
                discard(program.build(environment, Long.parseLong(args[1])));
                JobGraph graph = FlinkPipelineTranslationUtil.getJobGraph(
                        FlinkBatchRounds.class.getClassLoader(), environment.createProgramPlan(), configuration, 2);
                long cpu = cpuNanos();
                long start = System.nanoTime();
                miniCluster.executeJobBlocking(graph);
                System.out.printf(Locale.ROOT, "cpu %.3f%n", (cpuNanos() - cpu) / NANOS);
                System.out.printf(Locale.ROOT, "round %.3f%n", (System.nanoTime() - start) / NANOS);
            }
        }
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private static <T> void discard(DataSet<T> result) {
        result.output(new DiscardingOutputFormat<>());
    }
}

package io.weir.benchmarks.flink;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the rounds of one of the peer's programs in a fresh process. Arguments of its main methods: {@code inprocess
 * RECORDS ROUNDS OBJECT_REUSE} runs rounds on one MiniCluster in this process; {@code remote HOST PORT RECORDS ROUNDS
 * OBJECT_REUSE} submits them to a running cluster. Each round prints one line {@code round SECONDS}.
 */
final class FlinkRounds {
    private FlinkRounds() {}

    /** Builds a program. */
    @FunctionalInterface
    interface Program {
        /**
         * Builds it.
         *
         * @param environment where it runs, with a parallelism of 2
         * @param records how many records its source makes
         */
        void build(StreamExecutionEnvironment environment, long records);
    }

    static void run(String[] args, Program program) throws Exception {
        run(args, configuration -> {}, program);
    }

    static void run(String[] args, Consumer<Configuration> options, Program program) throws Exception {
        if (args[0].equals("inprocess")) {
            inProcess(args, options, program);
        } else {
            remote(args, program);
        }
    }

    private static void inProcess(String[] args, Consumer<Configuration> options, Program program) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, 2);
        options.accept(configuration);
        MiniClusterConfiguration cluster = new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build();
        try (MiniCluster miniCluster = new MiniCluster(cluster)) {
            miniCluster.start();
            for (int round = 0; round < Integer.parseInt(args[2]); round++) {
                StreamExecutionEnvironment environment =
                        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
                build(environment, program, args[1], args[3]);
                JobGraph graph = environment.getStreamGraph().getJobGraph();
                long start = System.nanoTime();
                miniCluster.executeJobBlocking(graph);
                report(start);
            }
        }
    }

    private static void remote(String[] args, Program program) throws Exception {
        String jar = FlinkRounds.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        for (int round = 0; round < Integer.parseInt(args[4]); round++) {
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createRemoteEnvironment(args[1], Integer.parseInt(args[2]), jar);
            build(environment, program, args[3], args[5]);
            long start = System.nanoTime();
            environment.execute();
            report(start);
        }
    }

    private static void build(StreamExecutionEnvironment environment, Program program, String records, String reuse) {
        environment.setParallelism(2);
        if (Boolean.parseBoolean(reuse)) {
            environment.getConfig().enableObjectReuse();
        }
        program.build(environment, Long.parseLong(records));
    }

    private static void report(long start) {
        System.out.printf("round %.3f%n", (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1));
    }
}

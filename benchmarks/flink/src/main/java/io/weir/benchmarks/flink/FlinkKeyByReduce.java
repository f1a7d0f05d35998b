package io.weir.benchmarks.flink;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The peer's keyby-reduce: sequence, map to (key, value), key by, running sum, discard.
 *
 * <p>Arguments: {@code inprocess RECORDS ROUNDS OBJECT_REUSE} runs rounds on one MiniCluster in this process;
 * {@code remote HOST PORT RECORDS ROUNDS OBJECT_REUSE} submits them to a running cluster. Each round prints one line
 * {@code round SECONDS}.
 */
public final class FlinkKeyByReduce {
    private static final int KEYS = 1_000;

    private FlinkKeyByReduce() {}

    /** Runs the rounds. */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("inprocess")) {
            inProcess(Long.parseLong(args[1]), Integer.parseInt(args[2]), Boolean.parseBoolean(args[3]));
        } else {
            remote(args);
        }
    }

    private static void inProcess(long records, int rounds, boolean reuse) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, 2);
        MiniClusterConfiguration cluster = new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build();
        try (MiniCluster miniCluster = new MiniCluster(cluster)) {
            miniCluster.start();
            for (int round = 0; round < rounds; round++) {
                JobGraph graph = program(
                                StreamExecutionEnvironment.getExecutionEnvironment(configuration), records, reuse)
                        .getStreamGraph()
                        .getJobGraph();
                long start = System.nanoTime();
                miniCluster.executeJobBlocking(graph);
                report(start);
            }
        }
    }

    private static void remote(String[] args) throws Exception {
        String jar = FlinkKeyByReduce.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        for (int round = 0; round < Integer.parseInt(args[4]); round++) {
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createRemoteEnvironment(args[1], Integer.parseInt(args[2]), jar);
            program(environment, Long.parseLong(args[3]), Boolean.parseBoolean(args[5]));
            long start = System.nanoTime();
            environment.execute();
            report(start);
        }
    }

    private static StreamExecutionEnvironment program(
            StreamExecutionEnvironment environment, long records, boolean reuse) {
        environment.setParallelism(2);
        if (reuse) {
            environment.getConfig().enableObjectReuse();
        }
        environment
                .fromSequence(1, records)
                .map(value -> Tuple2.of(value % KEYS, value))
                .returns(Types.TUPLE(Types.LONG, Types.LONG))
                .keyBy(value -> value.f0, Types.LONG)
                .reduce((first, second) -> Tuple2.of(first.f0, first.f1 + second.f1))
                .sinkTo(new DiscardingSink<>());
        return environment;
    }

    private static void report(long start) {
        System.out.printf("round %.3f%n", (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1));
    }
}

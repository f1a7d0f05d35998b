package io.weir.benchmarks;

import io.weir.configuration.SecurityOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Sequence, map to (key, value), key by, running sum, discard: the same program as the peer's.
 *
 * <p>Arguments: {@code inprocess RECORDS ROUNDS} runs rounds in this process; {@code remote HOST PORT RECORDS ROUNDS
 * SECRET-FILE} submits them to a running cluster. Each round prints one line {@code round SECONDS}.
 */
public final class KeyByReduce {
    private static final int KEYS = 1_000;

    private KeyByReduce() {}

    /** Runs the rounds. */
    public static void main(String[] args) throws Exception {
        boolean remote = args[0].equals("remote");
        long records = Long.parseLong(args[remote ? 3 : 1]);
        int rounds = Integer.parseInt(args[remote ? 4 : 2]);
        for (int round = 0; round < rounds; round++) {
            StreamExecutionEnvironment environment = remote
                    ? StreamExecutionEnvironment.createRemoteEnvironment(args[1], Integer.parseInt(args[2]), jar())
                    : StreamExecutionEnvironment.createLocalEnvironment(2);
            if (remote) {
                environment.getConfiguration().set(SecurityOptions.CLUSTER_SECRET_FILE, args[5]);
            }
            program(environment, records);
            long start = System.nanoTime();
            environment.execute("keyby-reduce");
            double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
            System.out.printf(Locale.ROOT, "round %.3f%n", seconds);
        }
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        environment.setParallelism(2);
        environment
                .fromSequence(1, records)
                .map(value -> Tuple2.of(value % KEYS, value))
                .returns(Types.TUPLE(Types.LONG, Types.LONG))
                .keyBy(value -> value.f0)
                .reduce((first, second) -> Tuple2.of(first.f0, first.f1 + second.f1))
                .addSink((value, context) -> {});
    }

    private static String jar() {
        return KeyByReduce.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }
}
